"""What is said of a migration, in both languages."""

SAID = {
    "zh": {
        "begins": "[{place}/{of}] {revision} {name_zh}：约 {rows} 行 …",
        "moved": "        {table}：已处理 {rows} 行",
        "ended": "[{place}/{of}] {revision} 完成，{seconds:.1f} 秒",
        "planned": "[{place}/{of}] {revision} {name_zh}：约 {rows} 行",
        "advice": "以上版本尚未执行。先运行 steward backup，停止其他 Steward 进程，再运行 steward migrate。",
        "room": "最多需要磁盘空间 {mib} MiB。",
        "current": "表结构已是最新版本（{revision}）。",
        "newer": "数据库的表结构版本 {detail} 比本程序新：请安装更新的 Steward。数据未作任何更改。",
        "disk": "磁盘空间不足：迁移最多需要 {mib} MiB。请清理磁盘后再试。数据未作任何更改。",
    },
    "en": {
        "begins": "[{place}/{of}] {revision} {name}: about {rows} rows …",
        "moved": "        {table}: {rows} rows done",
        "ended": "[{place}/{of}] {revision} done in {seconds:.1f} s",
        "planned": "[{place}/{of}] {revision} {name}: about {rows} rows",
        "advice": "None of these has run. Run steward backup, stop the other Steward processes, "
        "then run steward migrate.",
        "room": "They need at most {mib} MiB of free disk.",
        "current": "The tables are up to date ({revision}).",
        "newer": "The database's tables are of revision {detail}, which is newer than this program: install a newer "
        "Steward. Nothing was changed.",
        "disk": "There is too little free disk: the migration may need {mib} MiB. Make room, then try again. "
        "Nothing was changed.",
    },
}
