"""What the commands of upkeep say, in both languages."""

from collections.abc import Mapping

from services.upkeep.manifest import BackupRefused

# code → (name, what to do), zh and en
WORDS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "zh": {
        "database": ("数据库", "检查 STEWARD_DATABASE_URL 以及数据库服务是否运行"),
        "durability": ("持久化设置", "改回默认设置，否则断电会丢失已确认的提交"),
        "schema": ("表结构版本", "先备份，再运行 steward migrate；若数据库比程序新，请安装更新的 Steward"),
        "integrity": ("数据完整性", "停止使用，恢复最近的备份：steward restore"),
        "workers": ("后台进程", "启动 steward run 或 steward worker"),
        "queue": ("最早到期任务已等待", "检查后台进程是否运行、是否繁忙"),
        "external_jobs": ("外发任务暂停自", "核对后运行 steward release-jobs"),
        "incidents": ("未处理异常", "请管理员在“运行管理”页面处理"),
        "calendar": ("节假日安排截至", "导入新一年的工作日安排"),
        "disk": ("磁盘剩余", "清理或扩充磁盘"),
        "home": ("数据目录可写", "授予运行账户写权限"),
        "secret_key": ("会话密钥权限", "运行 chmod 600 secret.key"),
        "history_keys": ("历史密钥", "从备份恢复密钥目录，并运行 chmod 600 *.key"),
        "checkpoint": ("最新签名检查点", "检查后台进程是否运行：历史每分钟应签名一次"),
        "checkpoint_copy": ("库外副本 / 数据库检查点", "检查 STEWARD_CHECKPOINTS 目录是否可写、后台进程是否在本机运行"),
        "verification": ("最近一次历史核对", "运行 steward verify-history；如有差异，请告知审计人员"),
        "metrics": ("指标页面（Prometheus）", "设置 STEWARD_METRICS_TOKEN"),
        "logs": ("日志格式", "设置 STEWARD_LOG_FORMAT"),
    },
    "en": {
        "database": ("database", "check STEWARD_DATABASE_URL and that the server runs"),
        "durability": ("durability", "go back to the defaults: a power cut would lose acknowledged forms"),
        "schema": (
            "revision of the tables",
            "make a backup, then run steward migrate; if they are newer than the program, install a newer Steward",
        ),
        "integrity": ("integrity", "stop, and restore the last backup: steward restore"),
        "workers": ("workers", "start steward run or steward worker"),
        "queue": ("the oldest due job has waited", "see whether a worker runs, and whether it is busy"),
        "external_jobs": ("external jobs held since", "when all is right, run steward release-jobs"),
        "incidents": ("open incidents", "an administrator sees to them on the page Operation"),
        "calendar": ("holidays known until", "import the working days of the next year"),
        "disk": ("free disk", "make room or get more"),
        "home": ("home is writable", "let the account that runs Steward write there"),
        "secret_key": ("permissions of the session key", "run chmod 600 secret.key"),
        "history_keys": ("keys of the history", "bring their folder back from the backup; run chmod 600 *.key"),
        "checkpoint": ("newest signed checkpoint", "see whether a worker runs: the history is signed each minute"),
        "checkpoint_copy": (
            "checkpoints: copy outside / database",
            "see whether the folder STEWARD_CHECKPOINTS can be written, and whether a worker runs on this host",
        ),
        "verification": (
            "last verification of the history",
            "run steward verify-history; if it found something, tell the auditors",
        ),
        "metrics": ("page of metrics (Prometheus)", "set STEWARD_METRICS_TOKEN"),
        "logs": ("form of the logs", "set STEWARD_LOG_FORMAT"),
    },
}

REFUSALS = {
    "exists": "{} exists: wait a second and try again.",
    "damaged": "The database is damaged ({}): restore an earlier backup.",
    "no_manifest": "{} is no backup of Steward: it has no readable manifest.json.",
    "changed": "{} is not what was backed up: its checksum differs. Nothing was restored.",
    "other_kind": "The backup is of {}: give STEWARD_DATABASE_URL of that kind.",
    "newer": "The backup's tables are of revision {}, which this version does not know: install a newer Steward.",
    "not_empty": "The database ({}) holds data. Use --replace to put the backup in its place.",
    "broken_history": "Restored, but these histories do not hold together: {}. Tell the auditors.",
    "program_failed": "{}",
}


def name_of(code: str, language: str) -> str:
    """What was looked at."""
    return WORDS[language][code][0]


def advice_of(code: str, language: str) -> str:
    """What to do about it."""
    return WORDS[language][code][1]


def refusal_of(error: Exception) -> str:
    """Why a backup or a restore was refused, and what to do."""
    return REFUSALS[error.code].format(error.detail) if isinstance(error, BackupRefused) else str(error)
