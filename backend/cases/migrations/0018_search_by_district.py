# The index by which words are found, with the district in it. The version before reads the new one just as well, so the old one goes.

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import connection, migrations, models

# Nobody's writing waits for it; SQLite has no such way, and one writer.
add, remove = (
    (AddIndexConcurrently, RemoveIndexConcurrently)
    if connection.vendor == 'postgresql'
    else (migrations.AddIndex, migrations.RemoveIndex)
)


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('cases', '0017_districts_of_words'),
    ]

    operations = [
        add(
            model_name='searchword',
            index=models.Index(fields=['word', 'district', 'case'], name='search_words_of_districts', opclasses=['varchar_pattern_ops', 'int8_ops', 'uuid_ops']),
        ),
        remove(
            model_name='searchword',
            name='search_words',
        ),
    ]
