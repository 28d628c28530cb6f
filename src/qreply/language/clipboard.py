"""What the clipboard says."""

TEXTS: dict[str, tuple[str, str]] = {
    "nothing": ("没有可复制的内容", "there is nothing to copy"),
    "no-way": (
        "这里没有可用的剪贴板（qreply doctor 会告诉您怎么办）",
        "no clipboard here (`qreply doctor` tells how to get one)",
    ),
    "busy": ("上一次复制还没结束", "the copy before it has not ended"),
    "given-up": ("被新的一次复制取代", "replaced by a newer copy"),
    "cannot-start": ("{tool} 启动不了：{why}", "{tool} cannot be started: {why}"),
    "too-slow": ("{tool} 没有及时完成", "{tool} took too long"),
    "exit-code": ("{tool} 报错退出（{code}）", "{tool} failed (exit code {code})"),
    "flood": ("{tool} 返回的内容太长", "{tool} sent too much"),
    "not-utf8": ("{tool} 返回的不是 UTF-8 文字", "{tool} sent something that isn't UTF-8"),
    "differs": ("{way} 写入后读回的内容不一致", "what {way} reads back is not what was copied"),
}
