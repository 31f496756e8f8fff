"""What is said of a verification, in both languages: by the command, which has no page, and by the page."""

from collections.abc import Mapping

from processes.history.findings import Finding

FINDINGS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "chain": "{stream} 第 {seq} 个事件与前一事件不衔接：有事件被改动、移动、插入或删除",
        "cut": "{stream} 自第 {seq} 个事件起缺失",
        "added": "{stream} 自第 {seq} 个事件起未经封印：有人绕过程序写入",
        "transaction": "{stream} 第 {seq} 个事件之后缺少同一次提交的事件",
        "head": "{stream} 没有封印",
        "unsealed": "{stream} 的封印被清除",
        "seal": "{stream} 第 {seq} 个事件的封印不符：记录被人在没有密钥的情况下改写",
        "key": "{stream}{number} 所用的密钥不在密钥文件夹中",
        "emptied": "{stream} 的 {seq} 个事件全部缺失",
        "covered": "{stream} 第 {seq} 个事件与检查点 {number} 所签内容不符",
        "gone": "{stream} 已不存在，而检查点 {number} 签有其 {seq} 个事件",
        "cover": "{stream} 的检查点标记（{seq}）与已签检查点不符",
        "state": "{stream} 的当前状态与第 {seq} 个事件所记不符：状态被改动或换回",
        "instance": "{stream} 有历史记录，但流程已不存在",
        "silent": "{stream} 没有任何历史记录",
        "form": "{stream} 第 {seq} 个事件提交的表单内容被改动",
        "erased": "{stream} 第 {seq} 个事件提交的表单已无个人信息，但没有任何删除记录",
        "unerased": "{stream} 第 {seq} 个事件已删除表单的个人信息，而表单已不同：个人信息被放回，或其余内容被改动",
        "form_gone": "{stream} 第 {seq} 个事件提交的表单已不存在",
        "checkpoint": "检查点 {number} 无法读取，或其内容与签名不符",
        "signature": "检查点 {number} 的签名不是本行密钥所签：属伪造",
        "order": "检查点 {number} 与前一检查点不衔接",
        "missing": "检查点 {number} 存于库外副本，数据库中却没有：检查点被删除，或数据库被换回旧版",
        "outside": "检查点 {number} 在库外副本中的内容不同",
    },
    "en": {
        "chain": "{stream}: event {seq} does not follow from the one before it: an event was edited, moved, put in or "
        "taken out",
        "cut": "{stream}: events are gone from number {seq} on",
        "added": "{stream}: events from number {seq} on are not sealed: somebody wrote past the program",
        "transaction": "{stream}: after event {seq} the rest of its transaction is missing",
        "head": "{stream} has no seal",
        "unsealed": "{stream}: its seal was removed",
        "seal": "{stream}: the seal of event {seq} is wrong: it was rewritten by somebody without the key",
        "key": "{stream}{number}: its key is not in the keys folder",
        "emptied": "{stream}: all its {seq} events are gone",
        "covered": "{stream}: event {seq} is not what checkpoint {number} signed",
        "gone": "{stream} is not there, and checkpoint {number} signed {seq} events of it",
        "cover": "{stream}: its mark of a checkpoint ({seq}) is not what the checkpoints say",
        "state": "{stream}: its state is not as event {seq} left it: it was edited or put back",
        "instance": "{stream} has a history, and its process is not there",
        "silent": "{stream} has no history",
        "form": "{stream}: the form submitted in event {seq} was edited",
        "erased": "{stream}: the personal data of the form submitted in event {seq} is gone, with no erasure recorded",
        "unerased": "{stream}: event {seq} erased the personal data of a form, and the form has changed since: "
        "the data was put back, or the rest was edited",
        "form_gone": "{stream}: the form submitted in event {seq} is not there",
        "checkpoint": "Checkpoint {number} cannot be read, or it is not what was signed",
        "signature": "Checkpoint {number} was not signed with a key of the bank: it is forged",
        "order": "Checkpoint {number} does not follow from the one before it",
        "missing": "Checkpoint {number} lies outside and not in the database: it was deleted, or an older database was "
        "put back",
        "outside": "Checkpoint {number} says something else outside",
    },
}
STREAMS: Mapping[str, Mapping[str, str]] = {
    "zh": {"instance": "流程实例", "customer": "客户", "definition": "流程定义"},
    "en": {"instance": "process instance", "customer": "customer", "definition": "process definition"},
}
SAID: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "progress": "已核对 {done} / {of} 个事件",
        "whole": "完整：{events} 个事件、{streams} 条记录链、{checkpoints} 个检查点，均相符。",
        "broken": "不完整：发现 {count} 处问题。请立即告知审计人员，并保留数据库与检查点副本。",
        "no_outside": "注意：{folder} 中没有检查点的库外副本。若最新检查点被删除，此处无法发现。",
        "outside": "库外副本：{count} 个检查点。",
        "unknown_plan": "没有编号为 {plan} 的流程实例。",
        "rotated": "新密钥已放入 {folder}，重新启动所有 Steward 进程后启用；请另行备份该文件夹。"
        "旧密钥保留，用于核对旧记录。",
        "environment": "密钥来自环境变量："
        "请在 STEWARD_SEAL_KEYS 与 STEWARD_SIGNING_KEYS 最前面加入新密钥（逗号分隔）。",
    },
    "en": {
        "progress": "{done} of {of} events looked at",
        "whole": "Whole: {events} events in {streams} streams and {checkpoints} checkpoints hold together.",
        "broken": "Not whole: {count} findings. Tell the auditors at once, and keep the database and the checkpoints.",
        "no_outside": "Note: {folder} holds no copy of the checkpoints. "
        "That the newest was deleted would not show here.",
        "outside": "The copy outside holds {count} checkpoints.",
        "unknown_plan": "There is no process instance {plan}.",
        "rotated": "New keys are in {folder}; they are used once every Steward process was started again. Back the "
        "folder up, apart from the database. The old keys stay: they check what they sealed.",
        "environment": "The keys come from the environment: put new ones at the front of STEWARD_SEAL_KEYS and "
        "STEWARD_SIGNING_KEYS, separated by commas.",
    },
}


def finding_sentence(finding: Finding, language: str) -> str:
    """What was found, with its place."""
    number = finding.number or ""
    return FINDINGS[language][finding.code].format(
        stream=stream_name(finding.stream, language), seq=finding.seq, number=number
    )


def stream_name(stream: str, language: str) -> str:
    """A stream as a person reads it: process instance 7."""
    kind, _, number = stream.partition(":")
    known = STREAMS[language].get(kind)
    return stream if known is None else f"{known} {number}"
