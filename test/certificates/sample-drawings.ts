import type { CertificateContent } from "../../server/certificates/certificate.document.ts";
import type { Drawing } from "../../server/certificates/pdf/draw-pdf.ts";
import { drawBeside } from "../../server/certificates/print-room.ts";
import { readConfig } from "../../server/core/config.ts";

/** Names by script, and names of several. */
export const NAMES: Record<string, string[]> = {
  Latin: [
    "Siân O’Brien-Müller, Ph.D.",
    "Griffin Office Fjord",
    "Nguyễn Thị Ánh Tuyết",
    "Ọlábísí Ṣóyínká",
    "Łukasz Żółć",
    "Þórður Æ",
    "Kaʻiulani Kekāuluohi",
    "Ŋạ́ Ɓukar",
    "José Ñúñez",
    "Zoë Åkesson",
    "Dž Ljubičić",
    "Ștefan Țepeș",
    "Ğülşah İpek",
    "Māori Pōtiki",
  ],
  Greek: ["Αλέξανδρος Παπαδόπουλος", "Ἀριστοτέλης", "Ελένη Ϊωάννου"],
  Cyrillic: ["Дмитрий Ёлкин", "Ђорђе Љубић", "Ґалаґан Їжак", "Қайрат Өмірбек", "Йосип Щербань", "Ҳикматулло Ғафуров"],
  Arabic: [
    "محمد عبد الله الأحمد",
    "مُحَمَّد سلام لا",
    "علی‌رضا",
    "گل پروین چوہدری",
    "(سيغال) لاوي Ann",
    "مُحَمَّدٌ",
    "عبد الله (أبو بكر)",
    "(سيغال) لاوي",
    "أحمد العلي, M.D.",
    "Dr. أحمد العلي",
    "فاطمة الزهراء",
    "عُثْمَان بن عَفَّان",
    "پژمان گچی",
  ],
  Hebrew: [
    "שרה כהן",
    "שָׁלוֹם לֵוִי",
    "Ann כהן",
    "שרה Lee כהן",
    "(סיגל) לוי Ann",
    "שרה לֵוִי (כהן)",
    'ד"ר כהן',
    "Sarah (שרה) Cohen",
    "יִצְחָק רַבִּין",
    "אב﬩ד",
    "בן גוריון",
  ],
  Chinese: ["諸葛亮 王小明", "𠮷 野", "张伟", "欧阳 娜娜", "司馬 遷", "𠀋 𡈽"],
  Japanese: ["山田 はなこ タロウ", "髙橋 﨑", "𠮷野 家", "ヴィクター・スミス", "渡邉 さくら", "ﾀﾛｳ 山田"],
  Korean: [
    "김철수",
    "김 민준",
    "민준 김",
    "사회과학원 어학연구소",
    "A 김 민준",
    "김(金) 민준",
    "남궁 가온, M.D.",
    "이 순신",
    "황보 혜진",
    "독고 영재",
  ],
  Thai: ["สมชาย น้ำใจดี", "กิตติศักดิ์ พงษ์ทอง", "ณัฐฐ์ ธรรมศักดิ์", "ปิ่นเกล้า ญาณี", "ศิริวรรณ ฐิติรัตน์", "ผู้ใหญ่ รู้เรื่อง", "พุทฺธํ สรณํ"],
  Devanagari: ["हिन्दी क्षितिज शर्मा श्री", "प्रिया सिंह", "रामकृष्ण द्विवेदी", "क्षितिज़ ज्ञानेश्वर", "उर्मिला ऋषि", "ट्विंकल खन्ना"],
  Bengali: [
    "রবীন্দ্রনাথ ঠাকুর",
    "মোহাম্মদ কৌশিক চৌধুরী",
    "শ্রীজাত বন্দ্যোপাধ্যায়",
    "সুস্মিতা সেন",
    "ক্ষুদিরাম বসু",
    "ঋত্বিক ঘটক",
    "পুস্ত মরক্কো",
    "স্কটিশ ইউক্রেন",
  ],
  Gurmukhi: ["ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ", "ਹਰਿੰਦਰ ਕੌਰ ਢਿੱਲੋਂ", "ਅੰਮ੍ਰਿਤਾ ਪ੍ਰੀਤਮ"],
  Gujarati: ["નરેન્દ્ર પટેલ", "કૃષ્ણા શ્રીમાળી", "ઝવેરચંદ મેઘાણી"],
  Oriya: ["ଜଗନ୍ନାଥ ମହାପାତ୍ର", "ପ୍ରିୟଙ୍କା କୌଶଲ୍ୟା", "ଫକୀରମୋହନ ସେନାପତି"],
  Tamil: ["தமிழ் செல்வன்", "கோவிந்தன் ஸ்ரீனிவாசன்", "பொன்னி கௌசல்யா", "ஸ்ரீ ராம்", "முருகன் சுப்பிரமணியன்", "ஜெயலலிதா", "க்ஷேத்ரபாலன்"],
  Telugu: ["శ్రీనివాస్ రెడ్డి", "కృష్ణమూర్తి ప్రసాద్", "వెంకటేశ్వర్లు", "విశ్వనాథ్ సత్యనారాయణ"],
  Kannada: ["ಶ್ರೀಕೃಷ್ಣ ಮೂರ್ತಿ", "ಕೌಶಿಕ್ ಗೌಡ", "ಪ್ರೊಫೆಸರ್ ಕೋಟೆ", "ವಿಶ್ವೇಶ್ವರಯ್ಯ"],
  Malayalam: ["കൃഷ്ണൻ നായർ", "ശ്രീകുമാർ പൊന്നമ്മ", "കൊച്ചുകുട്ടൻ മോഹൻലാൽ", "വള്ളത്തോൾ നാരായണമേനോൻ"],
  Sinhala: ["ශ්‍රී ලංකා", "කෞෂල්‍යා ප්‍රනාන්දු", "රොෂාන් පෙරේරා", "කෝකිලා", "මාර්ටින් වික්‍රමසිංහ"],
  Armenian: ["Հայկ Պետրոսյան", "Ելենա", "Անի Գրիգորյան", "Վարդան Մամիկոնյան"],
  Georgian: ["ნინო ბერიძე", "ქართული", "თამარ მეფე", "შოთა რუსთაველი"],
  Ethiopic: ["አበበ ቢቂላ", "አማርኛ", "ኃይለ ሥላሴ", "ትርሐስ ገብረ"],
  Khmer: ["សុខ ចាន់ដារ៉ា", "ខ្មែរ កោះកុង", "ស្រីនាង ព្រះគ្រូ", "ឆោម សៀវភៅ", "ធីតា វណ្ណៈ"],
  Lao: ["ສົມສັກ ວົງສາ", "ນ້ຳຝົນ ຄຳ", "ບຸນທຽມ ສີສະຫວັດ"],
  Myanmar: ["မြန်မာ အောင်", "ကျော်စွာ ကြွေး", "ဒေါ်အောင်ဆန်းစုကြည်", "ရွှေမန်း", "အောင်မြင့်မြတ်"],
  Tibetan: ["བསྟན་འཛིན་རྒྱ་མཚོ", "བོད་སྒྲོལ་མ", "ཚེ་རིང་", "རྡོ་རྗེ"],
  Mongolian: ["ᠮᠣᠩᠭᠣᠯ", "ᠪᠠᠶᠠᠷ ᠰᠠᠢᠬᠠᠨ"],
  Cherokee: ["ᏣᎳᎩ ᏎᏉᏯ"],
  Canadian: ["ᐃᓄᒃᑎᑐᑦ ᓄᓇᕗᑦ"],
  Syriac: ["ܐܒܓ ܝܘܚܢܢ", "ܡܪܝܡ"],
  Thaana: ["މުޙައްމަދު ނަޝީދު"],
  NKo: ["ߒߞߏ ߡߊߡߊߘߌ"],
  Tifinagh: ["ⵎⵓⵃⴰⵎⵎⴰⴷ ⵜⵉⴼⵉⵏⴰⵖ"],
  Adlam: ["𞤀𞤣𞤤𞤢𞤥 𞤆𞤵𞤤𞤢𞤪"],
  Vai: ["ꕙꔤ ꗏ"],
  Osage: ["𐓏𐓘𐓻𐓘𐓻𐓟"],
  Javanese: ["ꦱꦸꦏꦂꦤ ꦗꦮ", "ꦥꦿꦧꦮ"],
  Balinese: ["ᬩᬮᬶ ᬓᭂᬢᬸᬢ᭄"],
  Cham: ["ꨌꩌ ꨕꨯꨮ"],
  Chakma: ["𑄌𑄋𑄴𑄟𑄳𑄦", "𑄃𑄭𑄣𑄳𑄠𑄚𑄴𑄓𑄴"],
  Rohingya: ["𐴌𐴟𐴇𐴥𐴝𐴚𐴒𐴙𐴝"],
  Lisu: ["ꓡꓲ-ꓢꓴ"],
  Meetei: ["ꯃꯅꯤꯄꯨꯔ ꯏꯕꯣꯝꯆꯥ"],
  OlChiki: ["ᱥᱟᱱᱛᱟᱲᱤ ᱢᱩᱨᱢᱩ"],
  TaiViet: ["ꪼꪕ ꪁꪫꪱꪣ"],
  Yi: ["ꆈꌠ ꁱꂷ"],
  Bamum: ["ꚠꚡ ꛂ"],
  Buginese: ["ᨅᨔ ᨕᨘᨁᨗ"],
  KayahLi: ["ꤊꤢꤛꤢ꤭"],
  Lepcha: ["ᰛᰩᰴ ᰀᰨ"],
  Limbu: ["ᤕᤠᤰᤌᤢᤱ ᤐᤠᤴ", "ᤜᤡ᤺ᤇᤥ"],
  Miao: ["𖼀𖽡𖼐𖽪"],
  NewTaiLue: ["ᦟᦲᧉ ᦎᦷ"],
  Rejang: ["ꤰꥇ ꤺꥉ"],
  Saurashtra: ["ꢱꣃꢬꢵꢯ꣄ꢡ꣄ꢬ"],
  Sundanese: ["ᮞᮥᮔ᮪ᮓ ᮃᮞᮦᮕ᮪", "ᮏᮡᮘᮡ"],
  Tagalog: ["ᜋᜄᜈ᜔ᜇ ᜐᜓ"],
  TaiLe: ["ᥖᥭᥰ ᥘᥫᥴ"],
  TaiTham: ["ᨲᩫ᩠ᩅ ᨵᩢᨾ᩠ᨾ᩼"],
  Mixed: [
    "Ann ქართული Lee",
    "தமிழ் Smith (தமிழ்)",
    "김 Müller 山田",
    "محمد தமிழ் Ann",
    "Dr. 王 小明, M.D.",
    "Անի Smith",
    "שרה தமிழ்",
    "Ann — ខ្មែរ — 김 민준",
  ],
  Numbers: [
    "قاعة 12 الدور (3) ب",
    "الصَّفّ ٣٤، ١٢٪ (مُحَمَّدٌ)",
    "دكتور ٣/٤ أحمد 12–3 Ann",
    "عبد-العزيز 2.5, جزء ۱۲",
    'בן-גוריון 3:45 (א), ד"ר',
    "M.. علی‌ان العمد ب. عببو (سيغن",
    "𞤀𞤣𞤤𞤢𞤥 12 (𞥑𞥒) Ann",
    "ߡߊߡߊߘߌ (Lee) 12",
    "𐴌𐴟𐴇𐴥 محمد 𐴒𐴙𐴝",
    "לוי މުޙައްיון שָׁלוֹם",
    "ߡߊߡދު Մամիկոնյան ߒߞսյան",
    "ᦟᦲᧉ ߒߞᧉ ᦎᦷ",
  ],
  Symbols: ["Sleep ♥ & ★ ✓ → ≥ 5 µg", "Airway 😀 workshop 👩‍⚕️", "Part ½ ① №5 €", "C₂ H₅OH™ ®"],
};

type KindOf<T> = T extends unknown ? Exclude<keyof T, "meta" | "texts" | "certificates" | "proofs"> : never;
export type Bare<T> = T extends unknown ? Omit<T, "meta" | "texts"> : never;

const about = { language: "en", accreditorName: "Association of Sleep Technologists" } as const;
const person = { memberIdLabel: "AAST ID", memberNumber: "100099", memberName: "Sally Johnson", licences: [] };
const period = { from: "2024-01-01", to: "2024-12-31" };
const invoice = {
  ...about,
  number: "I2024-0001",
  providerName: "Lakeshore Sleep Institute",
  providerNumber: "P0017",
  providerAddress: "1 Lake Street",
  issuedOn: "2024-03-12",
  currency: "USD",
  lines: [{ programNumber: "A24164", programName: "Advances", what: "Filing fee", amount: 5_000 }],
  total: 5_000,
  tax: null,
  note: "",
};
const sessions = Array.from({ length: 40 }, (_, i) => ({
  title: `Session ${i}`,
  attendedOn: "2024-03-04",
  credits: "0.10",
  virtual: false,
}));

/** Of one activity, which has no sessions. */
export const certificateContent: CertificateContent = {
  ...about,
  certificateNumber: "C24-000123",
  verificationCode: "7K3M-Q9XT-2VWB-8HNP",
  verifyUrl: "https://ce.example.org/verify/7K3M-Q9XT-2VWB-8HNP",
  recipientName: "Sally Johnson",
  memberIdLabel: "AAST ID",
  memberNumber: "100099",
  title: "Advances in Polysomnography",
  programNumber: "A24164",
  programType: "Conference",
  providerName: "Lakeshore Sleep Institute",
  providerNumber: "P0017",
  place: "Chicago, IL",
  startsOn: "2024-03-03",
  endsOn: "2024-03-05",
  completedOn: "2024-03-04",
  credits: "4.00",
  creditUnit: "CEC",
  creditRule: "1 CEC = 60 minutes",
  signatoryName: "Margaret A. Whitfield",
  signatoryTitle: "Executive Director",
  issuedOn: "2024-03-12",
  logo: null,
};

/** Every kind of document that is drawn: one that is added does not compile until it stands here. */
export const drawings: Record<KindOf<Drawing>, Bare<Drawing>[]> = {
  certificate: [
    {
      certificate: { ...certificateContent, sessions },
    },
    { certificate: certificateContent },
  ],
  transcript: [
    {
      transcript: {
        ...about,
        ...person,
        ...period,
        issuedOn: "2024-11-21",
        lines: Array.from({ length: 80 }, (_, i) => ({
          completedOn: "2024-03-04",
          title: `Activity ${i}`,
          programNumber: "A24164",
          providerName: "Lakeshore Sleep Institute",
          certificateNumber: null,
          credits: "0.10",
          creditUnit: "CEC",
        })),
        totals: [{ creditUnit: "CEC", credits: "8.00" }],
      },
    },
  ],
  invoice: [
    { invoice: { ...invoice, kind: "INVOICE", dueOn: "2024-04-12" } },
    { invoice: { ...invoice, kind: "CREDIT_NOTE", dueOn: null } },
  ],
  leaflet: [
    {
      leaflet: {
        ...about,
        kicker: "A24164",
        title: "How to claim your credit",
        paragraphs: [{ section: "First" }, "Sign in."],
        isFlyer: false,
        code: { url: "https://ce.example.org/claim", words: "Scan" },
      },
    },
    { leaflet: { ...about, kicker: "A24164", title: "Come", paragraphs: ["Soon."], isFlyer: true, code: null } },
  ],
  badges: [
    {
      badges: {
        language: "en",
        conference: "Sleep Summit",
        badges: Array.from({ length: 12 }, (_, i) => ({
          name: `Ann ${i}`,
          registrationType: "Full",
          number: `10${i}`,
        })),
      },
    },
  ],
  proofPack: [
    {
      proofPack: {
        ...about,
        ...person,
        ...period,
        requirement: "Renewal of 2024",
        body: "The board",
        creditUnit: "CEC",
        on: "2024-12-31",
        parts: [],
        lines: [],
        verifyUrl: "https://ce.example.org/verify",
      },
      certificates: [],
      proofs: [],
    },
  ],
};

export const meta = { title: "Paper", author: "Accreditor", language: "en", createdAt: new Date(0) };

/** A certificate of one activity for somebody of this name. */
export function drawnIn(recipientName: string): Bare<Drawing> {
  const [drawing] = drawings.certificate;
  if (!drawing || !("certificate" in drawing)) throw new Error("There is no certificate among the samples.");
  return { certificate: { ...drawing.certificate, recipientName } };
}

/** Draws it where it counts, or where nothing does. */
export const draw = (drawing: Bare<Drawing>, { isSample = false } = {}): Promise<Buffer> =>
  drawBeside({ config: readConfig({ LOG_LEVEL: "silent", ...(isSample && { REHEARSAL: "1" }) }) }, {
    ...drawing,
    meta,
  } as Drawing);
