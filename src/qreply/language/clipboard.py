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
    "not-utf16": ("剪贴板里的文字不是完整的 UTF-16", "the clipboard's text is not sound UTF-16"),
    "no-text": ("剪贴板里没有文字", "the clipboard holds no text"),
    "locked": ("剪贴板一直被别的程序占用", "another program keeps the clipboard locked"),
    "windows-refused": ("Windows 拒绝了 {call}", "Windows refused {call}"),
    "too-long": (
        "{way} 最多能带 {longest} 字节，这段文字更长",
        "the text is longer than the {longest} bytes {way} takes",
    ),
    "no-terminal": ("写不到终端：{why}", "cannot write to the terminal: {why}"),
    "no-answer": ("终端不回话，请粘贴后核对", "the terminal does not answer: check what you paste"),
    "tmux-off": (
        "tmux 关掉了剪贴板（set-clipboard off）",
        "tmux has its clipboard turned off (set-clipboard off)",
    ),
    "tmux-terminal": (
        "tmux 认为外层终端没有剪贴板功能",
        "tmux holds that the outer terminal has no clipboard",
    ),
    "xwayland": (
        "写入的是 XWayland 的剪贴板，桌面未必同步，请粘贴后核对",
        "this is XWayland's clipboard, which the desktop may not share: check what you paste",
    ),
    "wslg": (
        "写入的是 WSLg 的剪贴板，Windows 未必同步，请粘贴后核对",
        "this is WSLg's clipboard, which Windows may not share: check what you paste",
    ),
    "forwarded": (
        "写入的是 SSH 转发来的 X11 剪贴板，请粘贴后核对",
        "this is an X11 clipboard forwarded through SSH: check what you paste",
    ),
}
