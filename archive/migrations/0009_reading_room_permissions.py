"""Reviewers and managers put topics together, and settle what readers report."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

CODENAMES = ["edit_topic", "view_topic", "view_problemreport", "change_problemreport"]
GROUPS = ("Reviewers", "Managers")


def add_permissions(apps: Apps, schema_editor: object) -> None:
    # Django makes permissions after all migrations; the groups need them now.
    config = apps.get_app_config("archive")
    module, config.models_module = getattr(config, "models_module", None), True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = module
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name in GROUPS:
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*Permission.objects.filter(content_type__app_label="archive", codename__in=CODENAMES))


class Migration(migrations.Migration):
    dependencies = [("archive", "0008_reading_room")]
    operations = [migrations.RunPython(add_permissions, migrations.RunPython.noop)]
