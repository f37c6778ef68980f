"""Words that names of firms and people in Turkey are made of."""


def _words(text: str) -> list[str]:
    return text.split()


FIRST_NAMES = _words("""
Ahmet Mehmet Mustafa Ali Hüseyin Hasan İbrahim İsmail Osman Yusuf Murat Ömer Ramazan
Halil Süleyman Abdullah Mahmut Recep Salih Fatih Kadir Emre Hakan Adem Kemal Yaşar
Bekir Musa Metin Orhan Bayram Serkan Burak Furkan Gökhan Uğur Yunus Cemal Selim Onur
Ferhat Tuncay Volkan Kerem Barış Çağrı Oğuz Şükrü İlhan Işık Ilgın Fatma Ayşe Emine
Hatice Zeynep Elif Meryem Şerife Sultan Zehra Hanife Merve Havva Zeliha Esra Fadime
Özlem Hacer Yasemin Melek Rabia Hülya Cemile Sevim Gülsüm Leyla Dilek Büşra Aysel
Songül Kübra Halime Esma Aynur Hayriye Kadriye Sibel Filiz Nuray Derya Çiğdem Gönül
Özge Irmak Ilgaz İpek Ebru Tuğba Pınar Şule Ülkü Oya Nihal Jale Didem Ceren Ece Sena
Defne Eylül
""")

LAST_NAMES = _words("""
Yılmaz Kaya Demir Şahin Çelik Yıldız Yıldırım Öztürk Aydın Özdemir Arslan Doğan Kılıç
Aslan Çetin Kara Koç Kurt Özkan Şimşek Polat Özcan Korkmaz Çakır Erdoğan Yavuz Can
Acar Şen Aktaş Güler Yalçın Güneş Bozkurt Bulut Keskin Ünal Turan Gül Özer Işık Kaplan
Avcı Sarı Tekin Taş Köse Yüksel Ateş Aksoy Coşkun Uçar Tunç Duman Güven Kocabaş
Kocaman Korkut Ilgaz Irmak İnan İnce Uysal Öz Özgür Çoban Çınar Ekinci Erdem Toprak
Sönmez Bilgin Karaca Albayrak Başaran Dinçer Ergin Gündüz Hızal Kandemir Oral Pektaş
Soylu Tekeli Ulusoy Varol Yurt Zengin Altun Bayrak Ceylan Durmaz Elmas Güngör Karataş
Mutlu Parlak Sezer Tosun
""")

WORDS = _words("""
Anadolu Marmara Ege Akdeniz Karadeniz Boğaziçi Güneş Yıldız Ay Deniz Göl Dağ Irmak
Işık Toprak Ateş Rüzgar Poyraz Lodos Meltem Bahar Yaz Çınar Meşe Ladin Zeytin Defne
Lale Gül Nar İncir Üzüm Kiraz Fındık Ceviz Başak Tuna Fırat Dicle Kızılırmak Sakarya
Gediz Ceyhan Toros Ağrı Erciyes Uludağ Kaçkar Nemrut Truva Efes Bergama Hitit Lidya
Likya Selçuklu Osmanlı Zafer Umut Güven Dostluk Birlik Barış Özgür Yeni Öz Has Ak Kara
Mavi Yeşil Altın Gümüş Bakır Demir Çelik Kristal Mercan İnci Yakut Zümrüt Elmas Kuzey
Güney Doğu Batı Merkez Global Mega Süper Ultra Tekno Eko Bio Agro Metro Royal Prestij
Elit Star Net Pro Max Plus Ufuk Kervan Köprü Kule Liman Kale Saray Çarşı Pazar Köşk
Konak Vadi Ova Yayla Pınar Kaynak Kuvars Kobalt Korsan Kozan Konya Kocaeli Jant Jet
Wega Xanadu Quantum Vizyon Zirve Hedef
""")

TRADES = (
    "Gıda",
    "İnşaat",
    "Tekstil",
    "Lojistik",
    "Kimya",
    "Yazılım",
    "Turizm",
    "Otomotiv",
    "Makina",
    "Mobilya",
    "Ambalaj",
    "Elektrik",
    "Enerji",
    "Tarım",
    "Sağlık",
    "Eğitim",
    "Reklam",
    "Danışmanlık",
    "Güvenlik",
    "Nakliyat",
    "Plastik",
    "Metal",
    "Ecza Deposu",
    "Kırtasiye",
)

LEGAL_FORMS = (
    "A.Ş.",
    "Ltd. Şti.",
    "San. ve Tic. A.Ş.",
    "San. ve Tic. Ltd. Şti.",
    "Dış Tic. Ltd. Şti.",
    "Holding A.Ş.",
    "ve Ortakları",
)

CITIES = (
    "İstanbul",
    "Ankara",
    "İzmir",
    "Bursa",
    "Antalya",
    "Adana",
    "Konya",
    "Gaziantep",
    "Şanlıurfa",
    "Mersin",
    "Kocaeli",
    "Diyarbakır",
    "Kayseri",
    "Eskişehir",
    "Iğdır",
    "Çanakkale",
)
