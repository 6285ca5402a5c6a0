"""The cast: a small city with the people of the stories, and one who should see nothing."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.auth.hashers import make_password
from django.test import Client

from backend.people.models import Coverage, Division, Member, Role, Tier, Unit

PASSWORD = "演练-knock-2021"


@dataclass
class Cast:
    """Everybody in the scene. `outsider` is an officer of another district: nobody's case is his."""

    city: Unit
    nanan: Unit
    shapingba: Unit
    qianjiang: Unit
    nanping: Unit
    huayuanlu: Unit
    yubei: Unit
    zhongtang: Unit
    officer: Member
    officer2: Member
    officer3: Member
    chief: Member
    operator: Member
    operator2: Member
    volunteer: Member
    volunteer2: Member
    desk: Member
    commander: Member
    city_commander: Member
    admin: Member
    outsider: Member
    chief_huayuanlu: Member
    chief_yubei: Member
    officer_yubei: Member
    operator_shapingba: Member
    chief_zhongtang: Member
    officer_zhongtang: Member
    operator_qianjiang: Member

    def client(self, member: Member) -> Client:
        """A browser in which this member is signed in."""
        client = Client()
        client.force_login(member)
        return client

    def everyone(self) -> list[Member]:
        """All members of the cast."""
        return [value for value in vars(self).values() if isinstance(value, Member)]


def build_cast() -> Cast:
    """The whole scene, in a handful of queries."""
    _build_divisions()
    units = _build_units()
    scene: dict[str, Any] = {**units, **_build_members(units)}
    return Cast(**scene)


# code, name, kind; the parent is the longest shorter code.
DIVISIONS = [
    ("50", "重庆市", "city"),
    ("500108", "南岸区", "district"),
    ("500106", "沙坪坝区", "district"),
    ("500114", "黔江区", "district"),
    ("500108003", "南坪街道", "township"),
    ("500108002", "花园路街道", "township"),
    ("500106003", "渝碚路街道", "township"),
    ("500114121", "中塘镇", "township"),
    ("500108003001", "南坪正街社区居民委员会", "community"),
    ("500114121203", "迎新村村民委员会", "village"),
    ("500114121204", "双石村村民委员会", "village"),
]
VILLAGE = "500114121204"

UNITS = {
    "city": ("50", "重庆市反诈中心", Tier.CITY, None),
    "nanan": ("500108", "南岸区反诈中心", Tier.DISTRICT, "city"),
    "shapingba": ("500106", "沙坪坝区反诈中心", Tier.DISTRICT, "city"),
    "qianjiang": ("500114", "黔江区反诈中心", Tier.DISTRICT, "city"),
    "nanping": ("500108003", "南坪派出所", Tier.STATION, "nanan"),
    "huayuanlu": ("500108002", "花园路派出所", Tier.STATION, "nanan"),
    "yubei": ("500106003", "渝碚路派出所", Tier.STATION, "shapingba"),
    "zhongtang": ("500114121", "中塘派出所", Tier.STATION, "qianjiang"),
}

MEMBERS = {
    "officer": ("李建国", Role.OFFICER, "nanping"),
    "officer2": ("王晓燕", Role.OFFICER, "nanping"),
    "officer3": ("何志强", Role.OFFICER, "nanping"),
    "chief": ("周明华", Role.CHIEF, "nanping"),
    "operator": ("刘敏", Role.OPERATOR, "nanan"),
    "operator2": ("陈静", Role.OPERATOR, "nanan"),
    "volunteer": ("冉光福", Role.VOLUNTEER, "zhongtang"),
    "volunteer2": ("田茂秀", Role.VOLUNTEER, "zhongtang"),
    "desk": ("吴芳", Role.DESK, "yubei"),
    "commander": ("郑国强", Role.COMMANDER, "nanan"),
    "city_commander": ("杨振东", Role.COMMANDER, "city"),
    "admin": ("孙悦", Role.ADMIN, "city"),
    "outsider": ("马力", Role.OFFICER, "yubei"),
    "chief_huayuanlu": ("谢军", Role.CHIEF, "huayuanlu"),
    "chief_yubei": ("唐立新", Role.CHIEF, "yubei"),
    "officer_yubei": ("罗勇", Role.OFFICER, "yubei"),
    "operator_shapingba": ("邓丽", Role.OPERATOR, "shapingba"),
    "chief_zhongtang": ("庞大海", Role.CHIEF, "zhongtang"),
    "officer_zhongtang": ("石明", Role.OFFICER, "zhongtang"),
    "operator_qianjiang": ("向红", Role.OPERATOR, "qianjiang"),
}


def _build_divisions() -> None:
    codes = {code for code, _, _ in DIVISIONS}
    parents = {code: code[: {2: 0, 6: 2, 9: 6, 12: 9}[len(code)]] for code in codes}
    Division.objects.bulk_create(
        Division(code=code, name=name, kind=kind, parent_id=parents[code] or None) for code, name, kind in DIVISIONS
    )


def _build_units() -> dict[str, Unit]:
    built: dict[str, Unit] = {}
    for tier in Tier:
        rows = {key: row for key, row in UNITS.items() if row[2] == tier}
        created = Unit.objects.bulk_create(
            Unit(code=code, name=name, tier=tier, parent=built.get(parent or ""))
            for code, name, _, parent in rows.values()
        )
        built |= dict(zip(rows, created, strict=True))
    covered = [Coverage(unit=unit, division_id=unit.code) for unit in built.values() if unit.tier == Tier.STATION]
    Coverage.objects.bulk_create([*covered, Coverage(unit=built["zhongtang"], division_id=VILLAGE, remote=True)])
    return built


def _build_members(units: dict[str, Unit]) -> dict[str, Member]:
    created = Member.objects.bulk_create(
        Member(
            username=key.replace("_", "-"),
            name=name,
            role=role,
            unit=units[unit],
            village_id=VILLAGE if role == Role.VOLUNTEER else None,
            badge="" if role == Role.VOLUNTEER else f"{500100 + index}",
            phone=f"1990000{index:04d}",
            on_duty=True,
            password=_hashed(),
        )
        for index, (key, (name, role, unit)) in enumerate(MEMBERS.items(), start=1)
    )
    return dict(zip(MEMBERS, created, strict=True))


@cache
def _hashed() -> str:
    """One hash for all: Argon2 is slow on purpose, and twenty of them would be a second in every test."""
    return make_password(PASSWORD)
