# The words cases are found by, and those of the cases there are.

import django.db.models.deletion
from django.db import migrations, models

from backend.cases.searchwords import words_of

AT_ONCE = 1000


def note_words(apps, schema_editor):
    """As `backend.cases.finding.note_words`, for many cases at once."""
    case, search_word = apps.get_model('cases', 'Case'), apps.get_model('cases', 'SearchWord')
    rows = []
    for pk, *said in case.objects.values_list('pk', 'number', 'target_name', 'target_phone').iterator(AT_ONCE):
        rows += [search_word(case_id=pk, word=word) for word in sorted(words_of(*said))]
        if len(rows) >= AT_ONCE:
            search_word.objects.bulk_create(rows)
            rows = []
    search_word.objects.bulk_create(rows)


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0003_report_after_loss'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=48)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='search_words', to='cases.case')),
            ],
            options={
                'indexes': [models.Index(fields=['word', 'case'], name='search_words', opclasses=['varchar_pattern_ops', 'uuid_ops'])],
            },
        ),
        migrations.RunPython(note_words, migrations.RunPython.noop, elidable=True),
    ]
