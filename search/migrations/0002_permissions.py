"""Let reviewers keep the dictionary, read what was asked in vain, and see how the index follows."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

KEEP = ["view_dictionaryword", "add_dictionaryword", "change_dictionaryword", "delete_dictionaryword"]
READ = ["view_missedquery", "delete_missedquery", "view_indexchange", "view_indexpurge"]
GROUPS = {"Reviewers": [*KEEP, *READ], "Managers": [*KEEP, *READ]}


def add_permissions(apps: Apps, schema_editor: object) -> None:
    # Django makes permissions after all migrations; the groups need them now.
    config = apps.get_app_config("search")
    module, config.models_module = getattr(config, "models_module", None), True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = module
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, codenames in GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*Permission.objects.filter(content_type__app_label="search", codename__in=codenames))


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0002_groups"),
        ("search", "0001_initial"),
    ]
    operations = [migrations.RunPython(add_permissions, migrations.RunPython.noop)]
