"""What `qreply doctor` says."""

TEXTS: dict[str, tuple[str, str]] = {
    "clipboard": ("剪贴板", "Clipboard"),
    "none": ("无", "none"),
    "ways": ("  可用的方式（依次尝试）：{ways}", "  ways, in the order they are tried: {ways}"),
    "untested": ("  没有做实测：{reason}", "  not tested: {reason}"),
    "cannot-restore": (
        "这里只能写、不能读剪贴板，测试会冲掉原有内容；复制后会显示“已发送，未确认”",
        "a test would lose what the clipboard holds, unread; copies will say “sent, not confirmed”",
    ),
    "not-text": (
        "剪贴板里不是文字，测试会冲掉它；复制一段文字后再试一次",
        "the clipboard holds no text, and a test would lose what it holds: copy some text and try again",
    ),
    "not-restored": ("  剪贴板原来的文字没能放回去", "  the clipboard's former text could not be put back"),
    "attempt": ("  试了 {way}：{status}{reason}", "  tried {way}: {status}{reason}"),
    "because": ("（{reason}）", " ({reason})"),
    "verified": ("已验证", "verified"),
    "sent": ("已发送，未确认", "sent, not confirmed"),
    "failed": ("失败", "failed"),
    "summary-verified": (
        "  ✓ 复制可用：{way} 写入后由另一个程序读回，内容一致，用时 {milliseconds} 毫秒",
        "  ✓ copying works: another program read back what {way} wrote, in {milliseconds} ms",
    ),
    "summary-sent": (
        "  ! 内容会交给 {way}，但无法确认是否到达，粘贴后请核对",
        "  ! texts are handed to {way}, which cannot say whether they arrive: check what you paste",
    ),
    "summary-failed": (
        "  ✗ 复制不可用：qreply 会把回复显示出来，供您用鼠标选取",
        "  ✗ copying does not work: qreply will show the reply for you to select",
    ),
    "follow-focus": (
        "  ✓ 在聊天里复制的话，切回 qreply 就查（follow-clipboard: focus）",
        "  ✓ what you copy in a chat is looked up when you come back (follow-clipboard: focus)",
    ),
    "follow-live": (
        "  ✓ 在聊天里复制的话，马上就查（follow-clipboard: live）",
        "  ✓ what you copy in a chat is looked up at once (follow-clipboard: live)",
    ),
    "follow-not-live": (
        "  ! follow-clipboard: live 在这里不行，没有谁告诉 qreply 剪贴板变了；切回窗口时再看",
        "  ! follow-clipboard: live does not work here, since nothing tells of copies; coming back does",
    ),
    "follow-off": (
        "  在聊天里复制的话不自动查（follow-clipboard: off）",
        "  what you copy in a chat is not looked up by itself (follow-clipboard: off)",
    ),
    "follow-unread": (
        "  ! 在聊天里复制的话没法自动查：读不到剪贴板，或看不出哪些标了保密（X11 上请装 xclip）",
        "  ! what you copy in a chat cannot be looked up by itself: the clipboard cannot be read, or not what in it "
        "is private (on X11, install xclip)",
    ),
    "follow-tmux": (
        "  → tmux 没说窗口切回来了：在 ~/.tmux.conf 里写 set -g focus-events on",
        "  → tmux does not tell that you have come back: put set -g focus-events on into ~/.tmux.conf",
    ),
    "hint": ("  → {hint}", "  → {hint}"),
    "facts": (
        "环境（反馈问题时请附上，不含顾客信息）",
        "Surroundings (for bug reports; nothing of customers)",
    ),
    "terminal": (
        "  终端 {name}，{size}，编码 {encoding}，中间隔着：{between}",
        "  terminal {name}, {size}, {encoding}, through: {between}",
    ),
    "unnamed": ("（没有报名字）", "(unnamed)"),
    "windows-console": (
        "  → 这里像是 Windows 的旧控制台，不是 Windows Terminal：右键粘贴的多行消息会一行一行送进来，"
        "个别符号会占两格把字挤掉，表情和颜色也不全。请从 Windows Terminal 里打开 qreply（Windows 11 自带，"
        "Windows 10 在应用商店里装）。",
        "  → This looks like Windows' old console, not Windows Terminal: a pasted message of several lines comes in "
        "line by line, some signs are two cells wide and push letters away, emoji and colours are missing. Start "
        "qreply in Windows Terminal (part of Windows 11, in the Store for Windows 10).",
    ),
    "books": ("正在用的话术本", "Phrasebooks in use"),
    "book": (
        "  {path}：{phrases} 条话术，{errors} 个错误",
        "  {path}: {phrases} phrase(s), {errors} error(s)",
    ),
    "book-copy": ("  → {name}：{message}", "  → {name}: {message}"),
    "book-in-use": ("  → 连同先用的，能用的有 {count} 条", "  → with these, {count} phrases are in use"),
    "book-away": ("  ✗ {problem}", "  ✗ {problem}"),
    "tools": ("  找到的工具：{tools}", "  tools found: {tools}"),
    "path-config": ("  设置 {path}（{state}）", "  settings {path} ({state})"),
    "path-cache": ("  缓存 {path}（{state}）", "  cache {path} ({state})"),
    "path-state": ("  记录 {path}（{state}）", "  state {path} ({state})"),
    "there": ("可写", "writable"),
    "absent": ("还没有", "not there yet"),
    "closed": ("没有权限，打不开", "closed to this user"),
    "read-only": ("不可写", "not writable"),
    "settings": ("  ✗ {problem}", "  ✗ {problem}"),
    "not-compiled": (
        "  → Python 没有缓存编译结果，启动会慢一秒以上：检查 PYTHONDONTWRITEBYTECODE 和安装目录的权限",
        "  → Python keeps no compiled files: that costs a second at each start (PYTHONDONTWRITEBYTECODE?)",
    ),
    "patches": (
        "  → 界面改用 Textual 自带的做法，会慢一些，其他照常：{names}",
        "  → the screen goes Textual's own way, somewhat slower, with all else as usual: {names}",
    ),
}
