"""What the clipboard says."""

TEXTS: dict[str, tuple[str, str]] = {
    "nothing": ("没有可复制的内容", "there is nothing to copy"),
    "no-way": (
        "这里没有可用的剪贴板（qreply doctor 会告诉您怎么办）",
        "no clipboard here (`qreply doctor` tells how to get one)",
    ),
    "busy": ("上一次复制还没结束", "the copy before it has not ended"),
    "unexpected": ("程序出错（{kind}）", "an unexpected error ({kind})"),
    "given-up": ("被新的一次复制取代", "replaced by a newer copy"),
    "cannot-start": ("{tool} 启动不了：{why}", "{tool} cannot be started: {why}"),
    "too-slow": ("{tool} 没有及时完成", "{tool} took too long"),
    "exit-code": ("{tool} 报错退出（{code}）", "{tool} failed (exit code {code})"),
    "flood": ("{tool} 返回的内容太长", "{tool} sent too much"),
    "not-utf8": ("{tool} 返回的不是 UTF-8 文字", "{tool} sent something that isn't UTF-8"),
    "differs": ("{way} 写入后读回的内容不一致", "what {way} reads back is not what was copied"),
    "reading-refused": (
        "交给了系统，但系统不让读剪贴板（pbpaste 什么也没读到），没法确认",
        "handed to the system, which lets nobody read the clipboard (pbpaste gave nothing) and so confirms nothing",
    ),
    "not-utf16": ("剪贴板里的文字不是完整的 UTF-16", "the clipboard's text is not sound UTF-16"),
    "private": ("剪贴板里的文字标着不让别的程序看", "the clipboard's text is marked as private"),
    "changed": ("剪贴板刚好变了", "the clipboard has just changed"),
    "no-pictures": ("这里的剪贴板放不进图片", "no clipboard here takes pictures"),
    "picture-unreadable": ("图片读不了：{why}", "the picture cannot be read: {why}"),
    "picture-large": ("图片超过 {limit} MB", "the picture is larger than {limit} MB"),
    "picture-kind": ("文件内容不是图片", "the file holds no picture"),
    "picture-unread": ("图片大，没有读回来核对", "a picture this large is not read back"),
    "picture-missing": (
        "话术文件旁边和 images、图片 文件夹里都没有 {name}",
        "{name} lies neither beside the phrase's file nor in its folder `images`",
    ),
    "picture-by-hand": ("{reason} · 请手动发：{path}", "{reason} · send it by hand: {path}"),
    "picture-named": ("“{name}”不是文件名", "“{name}” is no file's name"),
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
        "tmux 关掉了剪贴板（set-clipboard off，qreply doctor 会告诉您怎么办）",
        "tmux has its clipboard turned off (set-clipboard off; `qreply doctor` tells what to do)",
    ),
    "tmux-terminal": (
        "tmux 认为外层终端没有剪贴板功能（qreply doctor 会告诉您怎么办）",
        "tmux holds that the outer terminal has no clipboard (`qreply doctor` tells what to do)",
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
    "advice-wl-clipboard": (
        "安装 wl-clipboard（如 sudo apt install wl-clipboard），复制才能得到验证",
        "install wl-clipboard (say, sudo apt install wl-clipboard): then copies can be verified",
    ),
    "advice-xclip": (
        "安装 xclip（如 sudo apt install xclip），复制才能得到验证",
        "install xclip (say, sudo apt install xclip): then copies can be verified",
    ),
    "advice-display": (
        "DISPLAY 指的图形桌面可能已经不在了：新开一个终端窗口再试",
        "the desktop that DISPLAY names may be gone: try again in a new terminal window",
    ),
    "advice-no-desktop": (
        "这里没有图形桌面（没有 DISPLAY 或 WAYLAND_DISPLAY）：请在桌面的终端窗口里运行",
        "there is no desktop here (neither DISPLAY nor WAYLAND_DISPLAY): run qreply in a terminal window",
    ),
    "advice-interop": (
        "让 WSL 能运行 powershell.exe：检查 /etc/wsl.conf 的 [interop] 段，执行 wsl --shutdown 后重开",
        "let WSL run powershell.exe: look at [interop] in /etc/wsl.conf, then run wsl --shutdown",
    ),
    "advice-windows": (
        "另一个程序可能占着剪贴板：先退出剪贴板增强、远程桌面之类的软件再试",
        "another program may hold the clipboard: leave clipboard managers or remote desktops and try again",
    ),
    "advice-tmux": (
        "tmux 3.2：set -g set-clipboard on 和 set -as terminal-features ',*:clipboard'，然后重连",
        "tmux 3.2: set -g set-clipboard on and set -as terminal-features ',*:clipboard', then attach again",
    ),
    "advice-screen": (
        "GNU screen 未必放行剪贴板：改用 tmux 3.2 以上更可靠",
        "GNU screen may not let the clipboard through: tmux 3.2 or later is more reliable",
    ),
    "advice-terminal": (
        "换用能以 OSC 52 写剪贴板的终端：Windows Terminal、iTerm2（要在设置里允许）、kitty、foot",
        "use a terminal that may set the clipboard (OSC 52): Windows Terminal, iTerm2 (a setting), kitty",
    ),
}
