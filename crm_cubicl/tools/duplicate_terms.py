"""Words that say little about who a customer is, by kind; all of them folded.

Written down for this product from how companies are named; no list of another
project is copied. ``cleanco`` was weighed and left out: its terms want the text with
its dots, so that folding would have to come after it, it knows no branch, share class
or trade word, and its Turkish terms are four.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split(":") for pair in text.split())


# what a legal form is by its kind: two kinds are two legal persons, mostly
_FORMS = {
    "stock": (
        "anonim sirketi|anonim sirket|anonim sti|anonim ort|anonim ortakligi|tas|tao"
        "|turk anonim sirketi|turk anonim ortakligi|a s|as|t a s|t a o|inc|incorporated"
        "|corp|corporation|plc|public limited company|ag|aktiengesellschaft|se|nv|n v"
        "|naamloze vennootschap|s a|sa|sociedad anonima|societe anonyme|s p a|spa"
        "|societa per azioni|asa|oyj|abp|publ|kgaa|kk|k k|kabushiki kaisha|sae|saog"
        "|saoc|pjsc|jsc|ojsc|cjsc|qpsc|psc|pao|oao|zao|ao|ad|dd|d d|a d|doo|sab de cv"
        "|s a b de c v|sa de cv|s a de c v|bhd|berhad|tbk|pcl|nyrt|zrt|rt|akc spol"
        "|sgps|saa|sca|societe europeenne|joint stock company|co ltd|company limited"
        "|corporation limited|corp ltd|aktiebolag|aktieselskab|aksjeselskap|sarl au"
    ),
    "limited": (
        "limited sirketi|limited sirket|limited sti|limitet sirketi|ltd sirketi|ltd sti"
        "|limited|ltd|ltda|limitada|limitee|ltee|sti|sirketi|llc|l l c|pty ltd"
        "|pty limited|proprietary limited|pty|pvt ltd|private limited|pvt limited|pte"
        "|pte ltd|pvt|gmbh|g m b h|mbh|ug|ges m b h"
        "|gesellschaft mit beschrankter haftung"
        "|bv|b v|besloten vennootschap|sarl|s a r l|srl|s r l|sprl|bvba|sl|s l|slu|sas"
        "|s a s|sasu|eurl|oy|ab|aps|a b|sp z o o|sp zoo|spolka z o o|ooo|ood|eood|kft"
        "|sro|pt|s r o|spol s r o|sia|uab|ou|fze|fzco|fz llc|fzc|wll|w l l|sdn bhd|sdn"
        "|sendirian berhad|unipessoal lda|lda|dmcc|godo kaisha|gk|tov|too|ehf|hf|est"
    ),
    "partners": (
        "kollektif sirketi|kolektif sirketi|koll sti|kom sti|komandit sirketi|llp|lp"
        "|l p|l l p|ohg|kg|k g|gbr|gmbh co kg|ag co kg|vof|v o f|cv"
        "|c v|snc|s n c|sas di"
        "|ltd partnership|limited partnership|general partnership|gp|kd|i s|ans|as kd"
        "|ks"
        "|adi ortakligi|adi ortaklik|is ortakligi|partg|partners"
    ),
    "members": (
        "kooperatifi|koop|kooperatif|dernegi|vakfi|ev|e v|eg|e g|genossenschaft|coop"
        "|cooperative|co operative|scrl|scarl|fondation|stiftung|foundation|association"
        "|odasi|birligi|scop|cooperativa"
    ),
}
_NEUTRAL = "co|company|cie|compagnie|co inc|sirket|ortakligi|ort|the"
LEGAL_FORMS = {
    tuple(phrase.split()): kind
    for kind, phrases in {**_FORMS, "": _NEUTRAL}.items()
    for phrase in phrases.split("|")
}
# forms that stand before the name; all others are a part of the name there
LEADING_FORMS = _words("ooo zao oao pao ao pt tov too uab sia cv srl sc the")
# forms that are ordinary words too: taken off only where nothing follows
TRAILING_FORMS = _words(
    "spa se ab ad rt est partners association foundation birligi odasi gp ort publ"
    " ao sl cv hf ks dd pao sc ou ug sca"
)

# what a company is allowed to do, said by most: nothing to tell them apart by
TRADE_WORDS = _words(
    "sanayi sanayii san sanay ticaret ticareti tic dis ithalat ihracat ith ihr"
    " itha ihrc pazarlama paz ve and und et y of the de da di des du der die das le"
    " la el isletmeleri isletmesi"
)
# the written-out word for what is often shortened
ABBREVIATIONS = _pairs(
    "ins:insaat insa:insaat tur:turizm trz:turizm gid:gida teks:tekstil tks:tekstil"
    " muh:muhendislik muhend:muhendislik nak:nakliyat nakl:nakliyat loj:lojistik"
    " oto:otomotiv otom:otomotiv otomot:otomotiv mak:makine maki:makine"
    " makina:makine elek:elektrik elekt:elektrik elk:elektrik elektron:elektronik"
    " eln:elektronik taah:taahhut taa:taahhut hiz:hizmetleri hizm:hizmetleri"
    " hizmet:hizmetleri dan:danismanlik danis:danismanlik dnsm:danismanlik"
    " bil:bilisim bilg:bilgisayar tem:temizlik temz:temizlik"
    " mob:mobilya mobil:mobilya med:medikal medik:medikal sig:sigorta pet:petrol"
    " petr:petrol plas:plastik pls:plastik kim:kimya amb:ambalaj amba:ambalaj"
    " tar:tarim mad:madencilik maden:madencilik matb:matbaa eml:emlak rek:reklam"
    " rekl:reklam orm:orman urun:urunleri ur:urunleri yap:yapi mim:mimarlik"
    " ener:enerji sag:saglik egt:egitim egit:egitim yat:yatirim"
    " yatr:yatirim gayr:gayrimenkul hay:hayvancilik hayv:hayvancilik"
    " hold:holding hld:holding hldg:holding hldgs:holding holdings:holding"
    " grp:group grubu:group grup:group groupe:group gruppe:group gruppo:group"
    " grupo:group intl:international int:international internat:international"
    " uluslararasi:international bros:brothers kard:kardesler krd:kardesler"
    " assoc:associates mfg:manufacturing svc:service svcs:service services:service"
    " tech:technology technologies:technology tek:teknoloji tekn:teknoloji"
    " teknolojileri:teknoloji sys:system systems:system ind:industries"
    " industry:industries inds:industries natl:national mgmt:management"
    " mgt:management fin:financial finl:financial bk:bank bankasi:bank banka:bank"
    " banque:bank banco:bank banca:bank labs:laboratories lab:laboratories"
    " pharma:pharmaceuticals pharm:pharmaceuticals pharmaceutical:pharmaceuticals"
    " comm:communications res:resources resource:resources props:properties"
    " property:properties prop:properties univ:university inst:institute"
    " insur:insurance cons:construction constr:construction"
    " eng:engineering engrg:engineering dev:development entpr:enterprises"
    " enterprise:enterprises solution:solutions soln:solutions prod:products"
    " product:products mng:mining mkts:markets mkt:markets cda:canada"
    " hlds:holding hld:holding"
    " hldings:holding ent:entertainment entmt:entertainment"
    " amer:american st:saint"
)
# words of many companies: as good as known to be frequent, whatever the database holds
COMMON_WORDS = _words(
    "insaat turizm gida tekstil muhendislik nakliyat lojistik otomotiv makine elektrik"
    " elektronik taahhut hizmetleri danismanlik bilisim bilgisayar temizlik mobilya"
    " medikal sigorta petrol plastik kimya ambalaj tarim madencilik matbaa emlak reklam"
    " orman urunleri yapi mimarlik enerji saglik egitim yatirim gayrimenkul hayvancilik"
    " ilac holding group international global brothers associates manufacturing service"
    " technology teknoloji system industries national management financial bank finans"
    " laboratories pharmaceuticals communications resources properties university"
    " institute insurance construction engineering development enterprises solutions"
    " products american turkiye turk turkish turkey anadolu istanbul ankara izmir"
    " kardesler metal cam kagit iplik yazilim seramik mermer deniz akademi merkezi"
    " medya yayincilik ortaklik yatirim ortakligi menkul degerler kalkinma katilim"
    " energy power oil gas mining gold capital partners trust fund investment"
    " investments real estate media health healthcare medical bio biotech software"
    " digital data network networks motors foods food beverage steel chemical chemicals"
    " electric electronics materials trading first new united general american europe"
    " european asia china japan india north south east west city home life world"
    " logistics transport shipping airlines marine hotel hotels entertainment"
    " acquisition ventures venture"
)

BRANCH_WORDS = _words(
    "sube subesi sb subeleri branch filiale filiali filial succursale sucursal agence"
    " mudurlugu magazasi magaza deposu fabrikasi bayii bayi bayisi temsilciligi"
    " acentesi acente zweigniederlassung niederlassung"
)
# words that belong to a branch word and are no place: bölge müdürlüğü, irtibat bürosu
BRANCH_COMPANIONS = _words("bolge bolgesi genel irtibat burosu il ilce")

SHARE_PHRASES = tuple(
    tuple(phrase.split())
    for phrase in [
        "sponsored adr",
        "unsponsored adr",
        "american depositary shares",
        "american depositary receipt",
        "depositary receipts",
        "depositary shares",
        "adr",
        "ads",
        "gdr",
        "cdr",
        "common stock",
        "common shares",
        "ordinary shares",
        "ordinary share",
        "ordinary",
        "registered shares",
        "bearer shares",
        "preferred stock",
        "preference shares",
        "preferred",
        "pref",
        "pfd",
        "vorzugsaktien",
        "stammaktien",
        "class a",
        "class b",
        "class c",
        "class d",
        "class e",
        "cl a",
        "cl b",
        "cl c",
        "series a",
        "series b",
        "series c",
        "non voting",
        "subordinate voting shares",
        "voting",
        "units",
        "unit",
        "warrants",
        "warrant",
        "rights",
        "in liquidation",
        "tasfiye halinde",
        "in tasfiye",
        "nominative",
        "azioni ordinarie",
        "reg s",
        "reg shs",
        "shs",
        "npv",
        "o n",
        "on",
        "na",
        "inh",
        "nam",
        "nom",
        "ord shs",
        "ord sh",
        "ord",
        "sp adr",
        "usp adr",
        "unsp adr",
        "spons adr",
        "spon adr",
        "adr a",
        "nvdr",
        "na on",
        "inh on",
        "nam a",
        "nam b",
        "a shs",
        "b shs",
        "class h",
        "class r",
    ]
)

FREE_MAIL = _words(
    "gmail.com googlemail.com hotmail.com hotmail.com.tr hotmail.co.uk hotmail.fr"
    " hotmail.de hotmail.it outlook.com outlook.com.tr outlook.de outlook.fr live.com"
    " live.co.uk live.nl windowslive.com msn.com yahoo.com yahoo.com.tr yahoo.co.uk"
    " yahoo.fr yahoo.de yahoo.it yahoo.es yahoo.co.jp yahoo.co.in yahoo.com.br"
    " ymail.com rocketmail.com icloud.com me.com mac.com aol.com mynet.com"
    " mynet.com.tr superonline.com ttmail.com ttnet.net.tr turk.net e-kolay.net"
    " yandex.com yandex.com.tr yandex.ru mail.ru bk.ru inbox.ru list.ru rambler.ru"
    " gmx.de gmx.net gmx.at gmx.com web.de t-online.de freenet.de arcor.de orange.fr"
    " wanadoo.fr free.fr laposte.net sfr.fr libero.it virgilio.it tin.it alice.it"
    " hotmail.es telefonica.net terra.com.br uol.com.br bol.com.br proton.me"
    " protonmail.com pm.me tutanota.com zoho.com mail.com qq.com 163.com 126.com"
    " sina.com naver.com daum.net comcast.net verizon.net att.net sbcglobal.net"
    " bellsouth.net cox.net btinternet.com sky.com rediffmail.com seznam.cz wp.pl"
    " onet.pl o2.pl abv.bg ukr.net bigpond.com optusnet.com.au hmail.com"
)
# places where many have a page: the host says nothing, the page does
SHARED_SITES = _words(
    "facebook.com instagram.com linkedin.com twitter.com x.com youtube.com"
    " sites.google.com business.site wixsite.com wordpress.com blogspot.com"
    " sahibinden.com trendyol.com hepsiburada.com etsy.com amazon.com t.me"
    " linktr.ee github.io weebly.com medium.com wa.me google.com"
)
GENERIC_MAILBOXES = _words(
    "info bilgi iletisim satis muhasebe destek contact office sales mail admin"
    " support hello post kontakt service contabilidad finance hr ik siparis"
)
