"""What each key does, in a sentence, for the list of commands."""

from __future__ import annotations

from qreply.i18n import Texts

TEXTS: Texts = {
    "copy": ("复制这条回复，去聊天窗口粘贴", "Copy the reply, to be pasted into the chat"),
    "queue-skip": ("名单里先跳过这一位", "Leave this one of the list out for now"),
    "queue-undo": ("名单里退回刚发的一位", "Take the last one of the list back"),
    "queue-back": ("回到名单里前一位", "Go back to the one before in the list"),
    "suggestion": (
        "照规则的建议改，或把填的存为本店的",
        "Take what the rule suggests, or keep values for the shop",
    ),
    "remind": ("答应了回话的，到点提醒", "Be reminded of a promised answer"),
    "append": ("接在刚才那条后面，两条一起复制", "Put it behind the last reply and copy both as one"),
    "picture": (
        "文字发了，再把要发的图片放到剪贴板",
        "After the text, put the reply's picture on the clipboard",
    ),
    "new-phrase": ("没有合适的，自己写一条", "Write a phrase that the book has not"),
    "join": ("几条消息合成一条发", "Send several messages as one"),
    "follow": ("换成这条之后常发的", "Take what usually follows the last reply"),
    "optional": ("可有可无的那几句，带上或去掉", "Put the optional sentences in, or leave them out"),
    "scenario": ("只看下一个场景里的", "Show the next scenario only"),
    "scenario-back": ("只看上一个场景里的", "Show the scenario before only"),
    "help": ("列出全部按键", "List all keys"),
    "fill": ("改称呼、单号这些填的内容", "Change names, numbers and other values"),
    "wording": ("同一条换一种说法", "Say the same in other words"),
    "customer-next": ("回到另一位正在聊的顾客", "Go on with another customer of now"),
    "customer-new": ("换了人聊：单号、称呼都不带过去", "Somebody else: no number or name is carried over"),
    "customer-clear": ("这位聊完了，忘掉单号和称呼", "Done: forget this customer's numbers and name"),
    "customer-name": ("给这位顾客起个好认的名字", "Give this customer a name to know them by"),
    "again": ("上一条再发一次，换个单号", "The last reply again, with other values"),
    "favourite": ("收藏的没输入时排在前面", "Starred ones come first while nothing is typed"),
    "platform": ("换一个平台，说法和规则跟着换", "Another platform, with its wordings and rules"),
    "edit-phrase": ("改成自己的一份，别人的不动", "Make a copy of your own; others keep theirs"),
    "clear": ("清空问题；再按一次看全部场景", "Clear the query; once more shows all scenarios"),
    "leave": ("退出 qreply", "Leave qreply"),
    "note": ("书里没有的问题，记给主管补", "Note a question that the book lacks, for the lead"),
    "undo": ("清空了的、问过的问题再拿回来", "Bring back a query that was cleared or answered"),
    "message-back": ("看几条消息里的前一条", "Show the message before, of several"),
    "message-next": ("看几条消息里的后一条", "Show the next message, of several"),
    "shop": ("换到另一家店，话术本跟着换", "Go to another shop, with its books"),
    "shop-values": (
        "店里定一次就够的：地址、时限、快递",
        "What the shop decides once: address, hours, courier",
    ),
    "preferences": ("外观可以先看再定，写进设置文件", "Themes are shown before they are kept"),
    "open-file": ("用编辑器打开这条话术所在的文件", "Open the phrase's file in your editor"),
    "news": ("看看话术本最近改了什么", "See what has changed in the books"),
    "hand-over": ("下班交接：把没办完的写成一段话", "One text for the colleague: customers and promises due"),
    "round": ("照一份名单逐个发，一位一次回车", "Work through a list, one Enter a customer"),
    "practice": ("拿顾客的问题练手，不会发出去", "Practise on customers' questions; nothing leaves"),
    "paste": ("把剪贴板里的放到光标处", "Put the clipboard's text where the cursor is"),
}
