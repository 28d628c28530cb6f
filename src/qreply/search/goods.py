"""Find what in a question only names the goods: 我昨天买的两件毛衣 in 我昨天买的两件毛衣几时能发.

What is asked is the rest. Nouns of goods are general knowledge of shop talk; behind a measure word anything that ends
as goods do is one.
"""

from __future__ import annotations

import re

from qreply.text.numbers import NUMBER

_MEASURES = "件条双个款台箱套瓶顶盒只把副包袋支块床张部辆本枚串罐桶"
_NUMERALS = f"一两二三四五六七八九十几半{NUMBER}"
_NOUNS = (
    "羽绒服|棉服|衣服|上衣|外套|大衣|风衣|毛衣|卫衣|衬衫|衬衣|连衣裙|半身裙|短裙|长裙|裙子|牛仔裤|打底裤|短裤|长裤|内裤|裤子|内衣|文胸|睡衣|"
    "袜子|运动鞋|跑步鞋|跑鞋|皮鞋|帆布鞋|小白鞋|高跟鞋|凉鞋|拖鞋|靴子|鞋子|帽子|围巾|手套|皮带|包包|书包|背包|钱包|行李箱|手机壳?|耳机|"
    "充电宝|充电器|数据线|键盘|鼠标|音箱|平板|电脑|笔记本|手表|手环|相机|电视|冰箱|洗衣机|空调|风扇|电饭[锅煲]|电?热?水壶|炒锅|吹风机|"
    "剃须刀|牙刷|台灯|床垫|枕头|被子|床单|四件套|窗帘|沙发|桌子|椅子|柜子|衣柜|书架|保温杯|水杯|杯子|面膜|口红|香水|洗面奶|面霜|精华|"
    "牛奶|奶粉|零食|水果|茶叶|玩具|东西|商品|宝贝|货品|产品"
)
_LAST = "衣裤裙鞋靴帽袜壶锅杯灯床柜椅桌箱扇表琴巾毯被枕垫帘架盆碗盘刀笔车膜霜液粉奶茶酒糖饼竿瓶"
# 包邮, 机洗 and 服务 are no goods, nor is a word with 能 or 退 in it.
_NO_GOODS = "能可会要有是的发换退不没还就怎什多包"
_ENDING = f"(?:[{_LAST}]|包(?![邮装裹赔退换安送])|机(?!洗)|服(?!务))子?"
_LIKE_GOODS = rf"(?:(?![{_NO_GOODS}])[一-鿿]){{0,2}}{_ENDING}"
_NOUN = rf"(?:{_NOUNS}|{_LIKE_GOODS})"
# 我昨天买的, 这件, 两条
_BOUGHT = "(?:[我你俺咱]们?)?(?:刚刚?|昨[天晚]|前[天几]天?|今[天早]|上个?[月周])?(?:买|拍|订|要|下单)了?的"
_THIS = f"[这那](?:[{_NUMERALS}]*[{_MEASURES}])?"
_COUNT = f"[{_NUMERALS}]+[{_MEASURES}]"

_GOODS = re.compile(
    rf"{_BOUGHT}(?:{_THIS}|{_COUNT})?{_NOUN}?|[这那][{_NUMERALS}]*[{_MEASURES}]{_NOUN}?|{_THIS}{_NOUN}|{_COUNT}{_NOUN}|(?:{_NOUNS})"
)


def goods_in(characters: str) -> frozenset[int]:
    """Return the offsets of what names goods, in a question with a character a token."""
    return frozenset(offset for found in _GOODS.finditer(characters) for offset in range(*found.span()))
