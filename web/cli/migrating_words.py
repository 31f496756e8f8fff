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
        "keys_missing": "此数据库的历史记录曾用密钥 {keys} 封印或签名，但 {place} 中没有该密钥。"
        "请从单独保存处放回 keys 文件夹"
        "（或设置 STEWARD_HISTORY_KEYS，或 STEWARD_SEAL_KEYS 与 STEWARD_SIGNING_KEYS）后再启动。数据未作任何更改。",
        "keys_unreadable": "{place} 中的密钥无法读取：每个密钥应为 64 位十六进制数字。请从单独保存处放回。",
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
        "keys_missing": "The history of this database was sealed or signed with the key {keys}, which is not in "
        "{place}. Put the keys folder back from where you keep it apart (or set "
        "STEWARD_HISTORY_KEYS, or STEWARD_SEAL_KEYS and STEWARD_SIGNING_KEYS), then start again. Nothing was changed.",
        "keys_unreadable": "The key in {place} cannot be read: a key is 64 hexadecimal digits. Put it back from "
        "where you keep the keys apart.",
        "disk": "There is too little free disk: the migration may need {mib} MiB. Make room, then try again. "
        "Nothing was changed.",
    },
}
