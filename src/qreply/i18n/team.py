"""What qreply says of the team's database."""

from __future__ import annotations

from qreply.i18n import Texts

TEXTS: Texts = {
    "notice": (
        "团队记录暂时没送出去（{reason}），先记在本机，以后自动补上",
        "Nothing goes to the team for now ({reason}); it is kept here and follows by itself",
    ),
    "bad-address": ("team 写的不是数据库地址。", "`team` is no address of a database."),
    "bad-address.hint": (
        "这样写：postgresql+psycopg://用户@主机/库 或 mysql+pymysql://用户@主机/库",
        "It reads postgresql+psycopg://USER@HOST/DATABASE or mysql+pymysql://USER@HOST/DATABASE.",
    ),
    "password-in-address": ("密码不要写在 team 里。", "The password does not belong in `team`."),
    "password-in-address.hint": (
        "写在环境变量 QREPLY_TEAM_PASSWORD 里，或者写进一个只有自己能读的文件，用 team-password 指过去。",
        "Put it into QREPLY_TEAM_PASSWORD, or into a file that only you can read, and name that in `team-password`.",
    ),
    "open-password": (
        "{path} 别人也能读，密码不安全。",
        "Others can read {path}, which holds the password.",
    ),
    "open-password.hint": ("执行：chmod 600 {path}", "Run: chmod 600 {path}"),
    "bad-password": ("{path} 不是文本文件。", "{path} is no text."),
    "none": ("设置里没有写 team，还没有团队数据库。", "The settings name no `team`: there is no database."),
    "none.hint": (
        "怎么开始见 docs/team.zh-CN.md；设置文件是 {path}",
        "docs/team.md says how to begin; the settings are {path}.",
    ),
    "actions": (
        "init 建表或升级，status 看看，send 现在就补传，inbox 客服记下的问题，favourites 全店收藏，"
        "forget 删掉一个人的，prune 删掉旧的",
        "init makes or upgrades the tables, status looks, send carries over now, inbox has what agents noted, "
        "favourites are all agents', forget deletes an agent's, prune what is old",
    ),
    "names": (
        "forget 后面写客服，favourites 后面写话术编号",
        "agents to forget, or replies for favourites",
    ),
    "older": ("prune：删掉这么久以前的，如 180d", "prune: what is older than this, such as 180d"),
    "done": ("inbox：这几条处理好了", "inbox: these are done"),
    "undone": ("inbox：这几条还没处理", "inbox: these are open again"),
    "remove": ("favourites：去掉这几条", "favourites: take these out"),
    "made": ("表建好了：{address}（第 {after} 版）", "The tables are made: {address} (version {after})"),
    "upgraded": (
        "表从第 {before} 版升到第 {after} 版：{address}",
        "The tables went from version {before} to {after}: {address}",
    ),
    "kept": (
        "表已经是最新的（第 {after} 版）：{address}",
        "The tables are up to date (version {after}): {address}",
    ),
    "encrypted": ("已加密", "encrypted"),
    "plain": ("没有加密", "not encrypted"),
    "status-address": ("{address}：{server}", "{address}: {server}"),
    "status-there": (
        "共 {searches} 条记录，{agents} 台电脑{days}",
        "{searches} searches of {agents} machines{days}",
    ),
    "status-days": ("，{first} 到 {last}", ", {first} to {last}"),
    "status-notes": (
        "待处理的问题 {notes} 个，教给大家的问法 {lines} 条",
        "{notes} open notes, {lines} lines taught",
    ),
    "status-even": ("本机的都送到了", "Everything of this machine has arrived"),
    "status-behind": (
        "本机还有 {count} 条没送，最早的是 {since}",
        "{count} of this machine wait, the oldest since {since}",
    ),
    "status-name": ("送出的名字：{name}", "Sent under the name: {name}"),
    "status-unnamed": ("（不写名字，只有随机编号）", "(none, a random id)"),
    "status-more": ("  …… 还有 {count} 条", "  … and {count} more"),
    "sent": ("补传了 {count} 条", "{count} went over"),
    "note": (
        "{mark} {number}  {query}  （{times} 次，{agents} 人，{last_at}）",
        "{mark} {number}  {query}  ({times} times, {agents} agents, {last_at})",
    ),
    "inbox-empty": ("没有待处理的问题", "No note is open"),
    "marked-done": ("处理好了：{queries}", "Done: {queries}"),
    "marked-open": ("改回待处理：{queries}", "Open again: {queries}"),
    "no-note": ("没有编号 {numbers}。", "There is no note {numbers}."),
    "no-note.hint": ("qreply team inbox 列出全部编号。", "`qreply team inbox` lists them."),
    "no-favourites": ("还没有全店收藏", "There are no favourites yet"),
    "no-agent": ("没有叫“{name}”的客服。", "No agent is called “{name}”."),
    "no-agent.hint": (
        "qreply stats --team --by agent 列出所有人。",
        "`qreply stats --team --by agent` lists them.",
    ),
    "several-agents": ("有 {count} 个客服叫“{name}”。", "{count} agents are called “{name}”."),
    "several-agents.hint": ("请写编号：{ids}", "Give the id: {ids}"),
    "forget-whom": ("要删掉谁的记录？", "Whose searches are to be deleted?"),
    "forgotten": ("已删除 {name} 的 {count} 条记录", "Deleted {count} searches of {name}"),
    "bad-older": ("prune 要写删掉多久以前的。", "`prune` needs to know how old."),
    "bad-older.hint": ("例如：qreply team prune --older 180d", "Such as: qreply team prune --older 180d"),
    "pruned": ("删掉了 {before} 以前的 {count} 条记录", "Deleted {count} searches from before {before}"),
    "doctor": ("团队数据库", "The team's database"),
    "doctor-problem": ("  ✗ {reason}。{hint}", "  ✗ {reason}. {hint}"),
    # what is wrong, in a few words, and how to mend it
    "fault-not-installed": (
        "没有安装数据库组件",
        "the database's libraries are not installed",
    ),
    "mend-not-installed": (
        "执行：pip install 'qreply[team]'",
        "Run: pip install 'qreply[team]'",
    ),
    "fault-away": ("数据库连不上", "the database cannot be reached"),
    "mend-away": (
        "检查网络，以及 team 里的主机和端口。",
        "Look at the network, and at host and port in `team`.",
    ),
    "fault-slow": ("数据库太慢，等不到回应", "the database takes too long"),
    "mend-slow": ("过一会儿再试；总是这样就请数据库管理员看看。", "Try again later, or ask who runs it."),
    "fault-busy": ("数据库正忙", "the database is busy"),
    "mend-busy": (
        "过一会儿再试；连接数不够时请数据库管理员调大。",
        "Try again later; it may allow too few connections.",
    ),
    "fault-full": ("数据库的磁盘满了", "the database's disk is full"),
    "mend-full": ("请数据库管理员腾出空间。", "Whoever runs it has to make room."),
    "fault-read-only": ("数据库现在只能读", "the database is read-only"),
    "mend-read-only": (
        "请数据库管理员看看是不是连到了只读副本。",
        "Is it a replica? Ask who runs it.",
    ),
    "fault-refused": ("数据库不认这个用户或密码", "the database refuses user or password"),
    "mend-refused": (
        "密码写在环境变量 QREPLY_TEAM_PASSWORD，或者 team-password 指的文件里。",
        "The password stands in QREPLY_TEAM_PASSWORD, or in the file that `team-password` names.",
    ),
    "fault-no-database": (
        "服务器上没有这个库，或者这个用户进不去",
        "the server has no such database, or this user may not enter it",
    ),
    "mend-no-database": (
        "检查 team 最后的库名，或请数据库管理员建一个。",
        "Look at the name at the end of `team`, or have it made.",
    ),
    "fault-forbidden": ("这个数据库用户的权限不够", "this user of the database may not do that"),
    "mend-forbidden": ("要给的权限见 docs/team.zh-CN.md。", "docs/team.md lists the rights."),
    "fault-tls": ("加密连接没有建立起来", "no encrypted connection came about"),
    "mend-tls": (
        "检查 team 里的 sslmode、sslrootcert（或 ssl_ca）这些选项。",
        "Look at sslmode and sslrootcert, or ssl_ca, in `team`.",
    ),
    "fault-not-made": ("库里还没有 qreply 的表", "the database has no tables of qreply's yet"),
    "mend-not-made": ("请主管执行：qreply team init", "Have a lead run: qreply team init"),
    "fault-older": ("数据库的表是旧版 qreply 的", "the tables are those of an older qreply"),
    "mend-older": ("请主管执行：qreply team init", "Have a lead run: qreply team init"),
    "fault-newer": ("数据库的表是新版 qreply 的", "the tables are those of a newer qreply"),
    "mend-newer": ("请升级这台电脑上的 qreply。", "Update qreply on this machine."),
    "fault-data": ("数据库不收这条记录", "the database does not take a search"),
    "mend-data": ("请把 qreply doctor 的输出发给我们。", "Please send us what `qreply doctor` says."),
    "fault-unexpected": ("没料到的数据库错误", "an unexpected error of the database"),
    "mend-unexpected": (
        "细节在 qreply doctor 说的日志里。",
        "The log has the details; `qreply doctor` names its folder.",
    ),
}
