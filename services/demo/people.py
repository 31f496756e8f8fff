"""The demo bank's people; names are fictional, the one password is printed at start."""

from __future__ import annotations

from dataclasses import dataclass

from services.models import ADMIN, AM, AUD, BS, CC, CC_HEAD, OWNER, SUP

PASSWORD = "steward-demo"  # noqa: S105  (served on loopback only; see `steward run --demo`)
TEAMS = ("苏南团队", "浙北团队")


@dataclass(frozen=True)
class DemoPerson:
    """``team``: index into TEAMS, for account managers and supervisors."""

    login: str
    name: str
    role: str
    team: int | None = None


PEOPLE = (
    DemoPerson("zhou", "周雅琴", SUP, 0),
    DemoPerson("lin", "林知远", AM, 0),
    DemoPerson("he", "何书妍", AM, 0),
    DemoPerson("tang", "唐景行", AM, 0),
    DemoPerson("fang", "方正平", SUP, 1),
    DemoPerson("qian", "钱若溪", AM, 1),
    DemoPerson("sun", "孙启明", AM, 1),
    DemoPerson("wu", "吴佳宁", AM, 1),
    DemoPerson("chen", "陈立诚", CC),
    DemoPerson("luo", "罗敏", CC),
    DemoPerson("gao", "高远航", CC_HEAD),
    DemoPerson("xu", "徐婉清", BS),
    DemoPerson("ma", "马思齐", BS),
    DemoPerson("shen", "沈静言", AUD),
    DemoPerson("jiang", "蒋文博", OWNER),
    DemoPerson("dong", "董晓彤", OWNER),
    DemoPerson("admin", "管理员", ADMIN),
)
