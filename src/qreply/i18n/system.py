"""What the system says when it refuses something, by the name of its error number."""

from __future__ import annotations

from qreply.i18n import Texts

TEXTS: Texts = {
    "ENOENT": ("没有这个文件或文件夹", "no such file or folder"),
    "EACCES": ("没有权限", "no permission"),
    "EPERM": ("没有权限", "no permission"),
    "ENOSPC": ("磁盘满了", "the disk is full"),
    "EDQUOT": ("磁盘配额用完了", "the disk quota is used up"),
    "EROFS": ("这里只能读，不能写", "it is read-only"),
    "ENOTDIR": ("路径里有一段不是文件夹", "a part of the path is not a folder"),
    "EISDIR": ("这是文件夹，不是文件", "it is a folder, not a file"),
    "EEXIST": ("已经存在", "it exists already"),
    "ENAMETOOLONG": ("名字太长", "the name is too long"),
    "ELOOP": ("链接绕成了圈", "links lead in a circle"),
    "ENOEXEC": ("系统不认识这种程序", "the system does not know this kind of program"),
    "EIO": ("读写设备出错", "the device failed"),
    "EPIPE": ("接收的程序已经关闭", "the receiving program has closed"),
    "EBADF": ("已经关闭", "it is closed"),
    "EBUSY": ("正被别的程序占用", "another program is using it"),
    "EMFILE": ("打开的文件太多", "too many files are open"),
    "ENFILE": ("打开的文件太多", "too many files are open"),
    "ENOMEM": ("内存不够", "there is not enough memory"),
    "ENODEV": ("没有这个设备", "there is no such device"),
    "ENXIO": ("没有这个设备", "there is no such device"),
    "ETIMEDOUT": ("没有回应", "it does not answer"),
    "ESTALE": ("网络盘断开了", "the network drive is gone"),
    "ENOTCONN": ("网络盘断开了", "the network drive is gone"),
    "EHOSTDOWN": ("网络盘断开了", "the network drive is gone"),
    "EHOSTUNREACH": ("网络盘断开了", "the network drive is gone"),
    "closed-or-in-use": (
        "没有权限，或者正在 Excel 等别的程序里开着",
        "no permission, or it is open in another program such as Excel",
    ),
    "bad-name": ("名字里有 Windows 不允许的字符", "the name has characters that Windows does not allow"),
    "bad-name-or-gone": (
        "名字里有 Windows 不允许的字符，或者网络盘断开了",
        "the name has characters that Windows does not allow, or the network drive is gone",
    ),
    "not-a-file": ("不是普通文件", "not a regular file"),
    "too-big": ("文件超过 {limit}", "the file is larger than {limit}"),
    "other": ("系统错误 {name}", "system error {name}"),
}
