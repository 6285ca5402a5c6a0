"""Which post fits which role: where each role serves, and who has a village."""

from backend.people.models import Coverage, Division, Role, Tier, Unit

SERVES_AT = {
    Role.OFFICER: (Tier.STATION,),
    Role.CHIEF: (Tier.STATION,),
    Role.VOLUNTEER: (Tier.STATION,),
    Role.DESK: (Tier.STATION,),
    Role.OPERATOR: (Tier.DISTRICT,),
    Role.COMMANDER: (Tier.DISTRICT, Tier.CITY),
    Role.ADMIN: (Tier.STATION, Tier.DISTRICT, Tier.CITY),
}

Misfit = tuple[str, str, str]
"""A field, and what is wrong with it in Chinese and English."""


def misfits_of(role: Role, unit_code: str, village_code: str | None) -> list[Misfit]:
    """What keeps somebody with this role from serving in this unit, with this village; nothing when it fits."""
    unit = Unit.objects.filter(code=unit_code).first()
    if unit is None:
        return [("unit", "没有这个单位", f"no unit {unit_code}")]
    if Tier(unit.tier) not in SERVES_AT[role]:
        return [("unit", "这个角色不在这一级单位", f"a member with the role {role} does not serve at a {unit.tier}")]
    if role != Role.VOLUNTEER:
        return [("village", "只有志愿者有所在村", "only a volunteer has a village")] if village_code else []
    if covers(unit, village_code or ""):
        return []
    return [("village", "不是本所辖区的村或社区", "no village of this station")]


def covers(station: Unit, village_code: str) -> bool:
    """Whether the station covers this village or community, itself or with its township or district."""
    is_village = Division.objects.filter(pk=village_code, kind__in=("village", "community")).exists()
    around = [village_code[:length] for length in (12, 9, 6)]
    return is_village and Coverage.objects.filter(unit=station, division__in=around).exists()
