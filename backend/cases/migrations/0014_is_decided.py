from django.db import migrations, models


def know_the_decided_ones(apps, schema_editor):
    """Whatever was decided on before is known to have been."""
    decided = apps.get_model("cases", "Decision").objects.values("case_id")
    apps.get_model("cases", "Case").objects.filter(pk__in=decided).update(is_decided=True)


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0013_follow_ups'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='is_decided',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.RunPython(know_the_decided_ones, migrations.RunPython.noop),
    ]
