"""Generated customer records for the demo bank, in the sample file's format; plausible, fictional, seeded."""

from __future__ import annotations

import json
import random
from importlib.resources import files
from typing import Any

from faker import Faker

SEED = 20261124
COUNT = 60

PLACES = (
    ("江苏省", "苏州市", "0512"),
    ("江苏省", "无锡市", "0510"),
    ("浙江省", "嘉兴市", "0573"),
    ("浙江省", "湖州市", "0572"),
)
WORDS = ("云澜", "启泽", "瑞禾", "凌川", "明筑", "思远", "海拓", "嘉木", "天衡", "锦程", "汇朗", "泰和", "新域", "恒润")
TRADES = (
    ("精密模具有限公司", "汽车与家电用精密模具设计制造"),
    ("纺织科技有限公司", "功能性面料研发、织造与染整"),
    ("食品股份有限公司", "速冻米面制品生产与冷链配送"),
    ("电子材料有限公司", "覆铜板与导电胶研发生产"),
    ("环保工程有限公司", "工业废水处理工程与运维"),
    ("医疗器械有限公司", "一次性医用耗材生产销售"),
    ("国际货运有限公司", "海运空运代理与保税仓储"),
    ("建筑装饰有限公司", "公共建筑装饰设计施工"),
    ("软件技术有限公司", "制造业排产软件与实施服务"),
    ("农业发展有限公司", "设施蔬菜种植与订单农业"),
)
POSTS = ("总经理", "副总经理", "部门经理", "部门主管")
SETTLEMENT = ("网银", "代发工资", "票据", "收单", "国际结算", "现金管理")
WEALTH = ("结构性存款", "净值型理财", "大额存单")
SIZES = (0.02, 0.1, 0.4, 1.0, 3.0, 8.0)


def sample_records() -> list[dict[str, Any]]:
    """The three customers of the worked examples (domain G)."""
    text = files("services.demo").joinpath("customers.json").read_text("utf-8")
    records: list[dict[str, Any]] = json.loads(text)
    return records


def generated_records(count: int = COUNT, seed: int = SEED) -> list[dict[str, Any]]:
    """``count`` records K1001…; the same seed gives the same records."""
    chance = random.Random(seed)  # noqa: S311  (demo data, not security)
    fake = Faker("zh_CN")
    fake.seed_instance(seed)
    return [_record(index, chance, fake) for index in range(count)]


def _record(index: int, chance: random.Random, fake: Faker) -> dict[str, Any]:
    province, city, area = chance.choice(PLACES)
    trade, business = TRADES[index % len(TRADES)]
    name = f"{city[:2]}{WORDS[(index // len(TRADES) + index) % len(WORDS)]}{trade}"
    size = chance.choice(SIZES)
    boss = fake.name()
    return {
        "customer_id": f"K{1001 + index}",
        "customer_name": name,
        "address": f"{province}{city}{fake.street_name()}{chance.randint(1, 300)}号",
        "legal_rep": boss,
        "general_manager": boss if chance.random() < 0.6 else fake.name(),
        "contacts": [_contact(index, chance, fake, area)],
        "main_business": business,
        "employees": max(8, int(size * chance.randint(60, 160))),
        "business_status": chance.choice(("正常", "正常", "扩张", "收缩")),
        "operating": {
            "revenue": int(size * chance.randint(3000, 9000)),
            "trend": chance.choice(("上升", "平稳", "下降")),
            "note": "",
        },
        **_business(chance, size),
        **_relation(chance),
        "key_persons": [_key_person(post, chance) for post in POSTS],
    }


def _contact(index: int, chance: random.Random, fake: Faker, area: str) -> dict[str, str]:
    return {
        "name": fake.name(),
        "post": chance.choice(POSTS[1:]),
        "phone": f"{area}-{10000000 + index:08d}",
        "email": f"k{1001 + index}@example.com",
    }


def _business(chance: random.Random, size: float) -> dict[str, Any]:
    deposit = int(size * chance.randint(150, 900))
    loan = int(size * chance.randint(0, 700)) if chance.random() < 0.7 else 0
    wealth = int(size * chance.randint(20, 160)) if chance.random() < 0.6 else 0
    return {
        "other_banks": [
            {
                "bank": f"他行{chance.choice('甲乙丙丁')}",
                "deposit": int(size * chance.randint(20, 700)),
                "loan": int(size * chance.randint(0, 500)),
                "other_products": chance.sample(("保函", "信用证", "理财"), k=1),
            }
        ],
        "avg_deposit": deposit,
        "avg_loan": loan,
        "settlement_products": chance.sample(SETTLEMENT, k=chance.randint(1, 5)),
        "wealth_products": chance.sample(WEALTH, k=1) if wealth else [],
        "wealth_balance": wealth,
        "fee_income": round(size * chance.uniform(0.2, 4.0), 1),
        "loan_class": "正常" if loan else "无贷款",
        "overdue_days": 0,
        "aml_risk": chance.choice(("低", "低", "低", "中")),
    }


def _relation(chance: random.Random) -> dict[str, Any]:
    return {
        "channels": chance.sample(("走访", "电话", "短信", "邮件", "微信"), k=2),
        "frequency": chance.choice(("每两周", "每月", "每季", "每半年")),
        "satisfaction": chance.choice((3.0, 3.4, 3.6, 4.0, 4.2, 4.6, 4.8)),
        "potential": chance.randint(1, 5),
        "complaints_overdue": 0,
        "previous_tier": None,
        "previous_score": None,
    }


def _key_person(post: str, chance: random.Random) -> dict[str, Any]:
    return {
        "post": post,
        "influence": chance.randint(1, 5),
        "own_relation": chance.randint(1, 5),
        "competitor_relation": chance.randint(0, 4),
    }
