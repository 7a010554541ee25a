"""What changed since a moment, for harvesters and sitemaps."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("archive", "0006_reason_of_undo")]

    operations = [
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["state", "updated_at", "id", "source"], name="article_by_change"),
        ),
    ]
