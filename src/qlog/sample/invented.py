"""Words the invented logs are made of. Nobody is called 見本 or 架空: whoever reads a row sees it is not a person."""

# surname and its half-width kana
SURNAMES: tuple[tuple[str, str], ...] = (
    ("見本", "ﾐﾎﾝ"),
    ("架空", "ｶｸｳ"),
    ("例示", "ﾚｲｼﾞ"),
    ("仮名田", "ｶﾅﾀﾞ"),
    ("試野", "ﾀﾒｼﾉ"),
    ("雛形", "ﾋﾅｶﾞﾀ"),
    ("模擬", "ﾓｷﾞ"),
    ("練習", "ﾚﾝｼｭｳ"),
    ("想定", "ｿｳﾃｲ"),
    ("作例", "ｻｸﾚｲ"),
    ("空想", "ｸｳｿｳ"),
    ("設例", "ｾﾂﾚｲ"),
)
# given name, its half-width kana, sex (1 male, 2 female)
GIVEN_NAMES: tuple[tuple[str, str, str], ...] = (
    ("太郎", "ﾀﾛｳ", "1"),
    ("一郎", "ｲﾁﾛｳ", "1"),
    ("次郎", "ｼﾞﾛｳ", "1"),
    ("健", "ｹﾝ", "1"),
    ("誠", "ﾏｺﾄ", "1"),
    ("実", "ﾐﾉﾙ", "1"),
    ("翔", "ｼｮｳ", "1"),
    ("大輔", "ﾀﾞｲｽｹ", "1"),
    ("正", "ﾀﾀﾞｼ", "1"),
    ("隆", "ﾀｶｼ", "1"),
    ("花子", "ﾊﾅｺ", "2"),
    ("恵子", "ｹｲｺ", "2"),
    ("洋子", "ﾖｳｺ", "2"),
    ("和子", "ｶｽﾞｺ", "2"),
    ("幸子", "ｻﾁｺ", "2"),
    ("由美", "ﾕﾐ", "2"),
    ("美咲", "ﾐｻｷ", "2"),
    ("さくら", "ｻｸﾗ", "2"),
    ("節子", "ｾﾂｺ", "2"),
    ("文", "ﾌﾐ", "2"),
)
UNKNOWN_CHARACTER = "●"  # what arrives in place of a character outside the set

PLACES: tuple[str, ...] = (
    "見本町", "架空台", "例示ヶ丘", "模擬橋", "雛形通", "想定川", "練習坂", "空想駅前", "作例東", "設例西"
)  # fmt: skip
MEDICAL_DEPARTMENTS: tuple[str, ...] = (
    "内科", "整形外科", "内科", "精神科", "皮膚科", "内科", "眼科", "耳鼻咽喉科", "泌尿器科", "外科"
)  # fmt: skip

DISEASES: tuple[str, ...] = (
    "高血圧症",
    "２型糖尿病",
    "腰痛症",
    "変形性膝関節症",
    "不眠症",
    "脂質異常症",
    "うつ病",
    "気管支喘息",
    "慢性胃炎",
    "頚肩腕症候群",
    "アレルギー性鼻炎",
    "湿疹",
)
DISEASE_SETS = 24  # sets of one to three diseases a recipient may have
DENTAL_DISEASES: tuple[str, ...] = ("歯周炎", "う蝕", "義歯不適合")

DISTRICTS: tuple[str, ...] = ("第一地区", "第二地区", "第三地区", "第四地区")
# 法別番号 of other-law payers, with how often each comes up
LAWS: tuple[tuple[str, int], ...] = (("21", 60), ("54", 18), ("15", 14), ("10", 5), ("16", 3))
