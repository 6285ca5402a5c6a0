# How closely PostgreSQL looks at the words. From as few of them as it takes by itself it believed a common name to be in
# 70,000 of a million cases, not in 2,700, and read all cases of the station for it.

from django.db import migrations


def look_closely(apps, schema_editor):
    if schema_editor.connection.vendor == 'postgresql':
        schema_editor.execute('ALTER TABLE cases_searchword ALTER COLUMN word SET STATISTICS 1000')
        schema_editor.execute('ANALYZE cases_searchword')


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0015_held_by_boards'),
    ]

    operations = [
        migrations.RunPython(look_closely, migrations.RunPython.noop),
    ]
