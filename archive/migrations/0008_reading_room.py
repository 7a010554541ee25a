"""What the reading room needs: counts that are kept, topics, reports of readers, releases in a settled order."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0007_article_by_change'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ProblemReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('text', 'The text is wrong or incomplete'), ('facts', 'Date, source or author is wrong'), ('personal', "It shows somebody's personal data"), ('rights', 'It infringes rights'), ('other', 'Something else')], max_length=8, verbose_name='kind')),
                ('words', models.TextField(max_length=2000, verbose_name='what is wrong')),
                ('paragraph', models.PositiveIntegerField(default=0, verbose_name='paragraph')),
                ('contact', models.EmailField(blank=True, max_length=200, verbose_name='e-mail')),
                ('sender', models.CharField(db_index=True, editable=False, max_length=32)),
                ('state', models.CharField(choices=[('open', 'Open'), ('settled', 'Settled'), ('dismissed', 'Dismissed')], default='open', max_length=10, verbose_name='state')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='reported at')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='settled at')),
                ('answer', models.CharField(blank=True, max_length=400, verbose_name='what was done')),
            ],
            options={
                'verbose_name': 'report',
                'verbose_name_plural': 'reports',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Tallied',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='tallied', serialize=False, to='archive.article', verbose_name='article')),
                ('places', models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=40)),
                ('period', models.CharField(blank=True, max_length=10)),
                ('count', models.PositiveIntegerField()),
            ],
            options={
                'verbose_name': 'tally',
                'verbose_name_plural': 'tallies',
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, unique=True, verbose_name='title')),
                ('slug', models.SlugField(allow_unicode=True, max_length=80, unique=True, verbose_name='slug')),
                ('introduction', models.TextField(blank=True, help_text='Plain text; an empty line begins a paragraph.', max_length=8000, verbose_name='introduction')),
                ('state', models.CharField(choices=[('prepared', 'In preparation'), ('shown', 'Shown to readers')], default='prepared', editable=False, max_length=8, verbose_name='state')),
                ('sort_key', models.CharField(db_index=True, editable=False, max_length=200)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='made at')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='changed at')),
            ],
            options={
                'verbose_name': 'topic',
                'verbose_name_plural': 'topics',
                'ordering': ['sort_key', 'title'],
                'permissions': [('edit_topic', 'Can put topics together and show them to readers')],
            },
        ),
        migrations.CreateModel(
            name='TopicArticle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('added_at', models.DateTimeField(auto_now_add=True, verbose_name='added at')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.RemoveIndex(
            model_name='article',
            name='article_by_release',
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['state', '-released_at', '-id'], name='article_by_release'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['source', 'state', 'published_on', 'id'], name='article_by_outlet_day'),
        ),
        migrations.AddField(
            model_name='problemreport',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='archive.article', verbose_name='article'),
        ),
        migrations.AddField(
            model_name='problemreport',
            name='settled_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='settled by'),
        ),
        migrations.AddConstraint(
            model_name='tally',
            constraint=models.UniqueConstraint(fields=('subject', 'period'), name='tally_once_per_subject_and_period'),
        ),
        migrations.AddField(
            model_name='topic',
            name='made_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by'),
        ),
        migrations.AddField(
            model_name='topicarticle',
            name='added_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='added by'),
        ),
        migrations.AddField(
            model_name='topicarticle',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='topic_entries', to='archive.article', verbose_name='article'),
        ),
        migrations.AddField(
            model_name='topicarticle',
            name='topic',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='archive.topic', verbose_name='topic'),
        ),
        migrations.AddField(
            model_name='topic',
            name='articles',
            field=models.ManyToManyField(related_name='topics', through='archive.TopicArticle', to='archive.article'),
        ),
        migrations.AddIndex(
            model_name='problemreport',
            index=models.Index(fields=['state', 'id'], name='report_by_state'),
        ),
        migrations.AddConstraint(
            model_name='topicarticle',
            constraint=models.UniqueConstraint(fields=('topic', 'article'), name='article_once_per_topic'),
        ),
    ]
