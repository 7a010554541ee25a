"""Make the staff groups, with the permissions that each role needs."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

VIEW = ["view_article", "view_uploadbatch", "view_agency"]
UPLOAD = [*VIEW, "upload_article"]
REVIEW = [*UPLOAD, "change_article", "review_article", "withdraw_article", "view_event", "judge_candidate", "view_outletrule"]
MANAGE = [*REVIEW, "add_agency", "change_agency", "add_agencyalias", "change_agencyalias", "delete_agencyalias", "view_agencyalias"]
GROUPS = {"Uploaders": UPLOAD, "Reviewers": REVIEW, "Managers": MANAGE}


def make_groups(apps: Apps, schema_editor: object) -> None:
    # Django makes permissions after all migrations; the groups need them now.
    config = apps.get_app_config("archive")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, codenames in GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set(Permission.objects.filter(content_type__app_label="archive", codename__in=codenames))


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
