/** Given and family names of one origin, and how many of a hundred members have such a name. */
export interface NamePool {
  share: number;
  given: readonly string[];
  family: readonly string[];
}

const words = (text: string): string[] => text.trim().split(/\s+/);

/** A space within a name is written as "_". */
const names = (text: string): string[] => words(text).map((each) => each.replaceAll("_", " "));

export const namePools: readonly NamePool[] = [
  {
    share: 52,
    given:
      names(`James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph Jessica Thomas Sarah
      Charles Karen Christopher Lisa Daniel Nancy Matthew Betty Anthony Sandra Mark Margaret Donald Ashley Steven Kimberly Andrew Emily Paul Donna
      Joshua Michelle Kenneth Carol Kevin Amanda Brian Melissa George Deborah Timothy Stephanie Ronald Rebecca Jason Sharon Edward Laura Jeffrey
      Cynthia Ryan Dorothy Jacob Amy Gary Kathleen Nicholas Angela Eric Shirley Jonathan Brenda Stephen Emma Larry Anna Justin Pamela Scott Nicole
      Brandon Samantha Benjamin Katherine Samuel Christine Gregory Helen Frank Debra Patrick Rachel Raymond Carolyn Jack Janet Dennis Maria Jerry
      Heather Tyler Diane Mary_Ann Jo_Ellen Lee_Roy Tamika Deshawn Latoya Jamal Keisha Malik Aaliyah`),
    family:
      names(`Smith Johnson Williams Brown Jones Davis Miller Wilson Moore Taylor Anderson Thomas Jackson White Harris Martin Thompson Robinson
      Clark Lewis Lee Walker Hall Allen Young King Wright Scott Green Baker Adams Nelson Carter Mitchell Roberts Turner Phillips Campbell Parker
      Evans Edwards Collins Stewart Morris Rogers Reed Cook Morgan Bell Murphy Bailey Cooper Richardson Cox Howard Ward Peterson Gray James Watson
      Brooks Kelly Sanders Price Bennett Wood Barnes Ross Henderson Coleman Jenkins Perry Powell Long Patterson Hughes Washington Butler Simmons
      Foster Bryant Alexander Russell Griffin Hayes O'Brien O'Connor McCarthy McAllister MacDonald Fitzgerald St._Clair Van_Buren Smith-Jones
      Brown-Wallace Okafor Adeyemi Mensah Okonkwo Freeman Banks Jefferson`),
  },
  {
    share: 16,
    given:
      names(`José María Luis Guadalupe Juan Rosa Carlos Ana Jesús Elena Miguel Sofía Francisco Isabel Antonio Lucía Alejandro Carmen Pedro
      Gabriela Jorge Valentina Rafael Camila Fernando Ximena Ángel Inés Héctor Begoña João Conceição`),
    family:
      names(`García Rodríguez Martínez Hernández López González Pérez Sánchez Ramírez Torres Flores Rivera Gómez Díaz Reyes Morales Cruz
      Ortiz Gutiérrez Chávez Ramos Ruiz Mendoza Álvarez Castillo Jiménez Vásquez Romero Peña Muñoz Núñez García_Márquez de_la_Cruz Ferreira
      Magalhães Gonçalves`),
  },
  {
    share: 9,
    given:
      names(`Zoë Björn Anaïs Jürgen Åsa Søren Łukasz Małgorzata Željko Dušan Ágnes Zoltán Ioana Ștefan Jānis Ružena Jiří Kateřina Renée François
      Chloé Günther Käthe Mikko Päivi Siobhán Niamh Ólafur Þóra Ayşe Çağla Gökhan`),
    family:
      names(`Müller Schröder Weiß Lindqvist Ångström Sørensen Kowalczyk Wiśniewski Żak Novák Dvořák Horváth Szabó Ionescu Țepeș Bērziņš
      Lefèvre Çelik Yıldız Öztürk Korhonen Hämäläinen Ó_Súilleabháin Guðmundsdóttir Novotný Šimić Đorđević van_der_Berg de_Vries Rossi D'Angelo`),
  },
  {
    share: 6,
    given: names(`Thị_Hương Văn_Minh Anh Tuấn Mai Đức Lan Quốc_Bảo Ngọc Hải Thảo Khánh Linh Hùng`),
    family: names(`Nguyễn Trần Lê Phạm Huỳnh Hoàng Vũ Đặng Bùi Đỗ Ngô Dương Lý`),
  },
  {
    share: 4,
    given: names(`小明 伟 芳 娜 秀英 敏 静 丽 强 磊 洋 艳 勇 军 杰 志强 雪梅 建国`),
    family: names(`王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 欧阳 司马`),
  },
  {
    share: 1.5,
    given: names(`花子 太郎 健一 さくら 翔太 美咲 大輔 結衣`),
    family: names(`佐藤 鈴木 高橋 田中 渡辺 伊藤 山本 中村`),
  },
  { share: 2, given: names(`민준 서연 지훈 하은 도윤 수빈 영희 철수`), family: names(`김 이 박 최 정 강 조 윤`) },
  {
    share: 3,
    given: names(`محمد فاطمة أحمد مريم علي خديجة يوسف زينب حسن نور عمر ليلى`),
    family: names(`الأحمد حداد النجار خوري المصري الحسن عباس سليمان البغدادي منصور`),
  },
  {
    share: 1.5,
    given: names(`דוד שרה יוסף רבקה משה רחל אברהם לאה`),
    family: names(`כהן לוי מזרחי פרידמן ביטון אברהם שפירא`),
  },
  {
    share: 2.5,
    given: names(`Priya Arjun अनिता राहुल सुनीता विजय दीपा अमित`),
    family: names(`Patel Sharma देसाई शर्मा गुप्ता सिंह अय्यर`),
  },
  {
    share: 1.5,
    given: names(`Иван Ольга Сергей Наталья Дмитрий Олена Тарас Ирина`),
    family: names(`Иванова Петренко Смирнов Коваленко Шевченко Волкова`),
  },
  {
    share: 1,
    given: names(`Γιώργος Μαρία Ελένη Νίκος Κατερίνα`),
    family: names(`Παπαδόπουλος Γεωργίου Οικονόμου Νικολάου`),
  },
];

/** City, state, zip, county. */
export const towns: readonly (readonly [city: string, state: string, zip: string, county: string])[] = [
  ["Chicago", "IL", "60614", "Cook"],
  ["Springfield", "IL", "62704", "Sangamon"],
  ["Madison", "WI", "53703", "Dane"],
  ["Milwaukee", "WI", "53202", "Milwaukee"],
  ["Minneapolis", "MN", "55404", "Hennepin"],
  ["Duluth", "MN", "55802", "St. Louis"],
  ["Columbus", "OH", "43215", "Franklin"],
  ["Cleveland", "OH", "44113", "Cuyahoga"],
  ["Ann Arbor", "MI", "48104", "Washtenaw"],
  ["Dearborn", "MI", "48126", "Wayne"],
  ["Indianapolis", "IN", "46204", "Marion"],
  ["Austin", "TX", "78701", "Travis"],
  ["Houston", "TX", "77004", "Harris"],
  ["El Paso", "TX", "79901", "El Paso"],
  ["San Antonio", "TX", "78205", "Bexar"],
  ["Phoenix", "AZ", "85004", "Maricopa"],
  ["Albuquerque", "NM", "87102", "Bernalillo"],
  ["Denver", "CO", "80203", "Denver"],
  ["Boise", "ID", "83702", "Ada"],
  ["Salt Lake City", "UT", "84101", "Salt Lake"],
  ["Seattle", "WA", "98104", "King"],
  ["Spokane", "WA", "99201", "Spokane"],
  ["Portland", "OR", "97205", "Multnomah"],
  ["San Jose", "CA", "95112", "Santa Clara"],
  ["Fresno", "CA", "93721", "Fresno"],
  ["Los Angeles", "CA", "90012", "Los Angeles"],
  ["San Diego", "CA", "92101", "San Diego"],
  ["Honolulu", "HI", "96813", "Honolulu"],
  ["Anchorage", "AK", "99501", "Anchorage"],
  ["New York", "NY", "10016", "New York"],
  ["Flushing", "NY", "11354", "Queens"],
  ["Buffalo", "NY", "14202", "Erie"],
  ["Boston", "MA", "02115", "Suffolk"],
  ["Edison", "NJ", "08817", "Middlesex"],
  ["Philadelphia", "PA", "19107", "Philadelphia"],
  ["Baltimore", "MD", "21201", "Baltimore"],
  ["Richmond", "VA", "23219", "Richmond"],
  ["Raleigh", "NC", "27601", "Wake"],
  ["Atlanta", "GA", "30303", "Fulton"],
  ["Miami", "FL", "33130", "Miami-Dade"],
  ["Nashville", "TN", "37203", "Davidson"],
  ["New Orleans", "LA", "70112", "Orleans"],
];

export const topics: readonly string[] = [
  "Obstructive Sleep Apnea",
  "Central Sleep Apnea",
  "Scoring Respiratory Events",
  "Pediatric Polysomnography",
  "Restless Legs Syndrome",
  "Insomnia in Shift Workers",
  "Narcolepsy and Hypersomnia",
  "PAP Titration",
  "PAP Adherence",
  "Home Sleep Apnea Testing",
  "Circadian Rhythm Disorders",
  "REM Behavior Disorder",
  "Infection Control in the Sleep Center",
  "Patient Safety at Night",
  "Artifacts and Montages",
  "Nocturnal Seizures",
  "Parasomnias",
  "Capnography",
  "Oral Appliance Therapy",
  "Telehealth for Sleep Technologists",
  "Cardiac Arrhythmias in Sleep",
  "Ethics and Documentation",
  "Sleep and Pregnancy",
  "Sleep in the Intensive Care Unit",
  "Actigraphy",
  "The Multiple Sleep Latency Test",
  "Hypoglossal Nerve Stimulation",
  "Sleep and the Aging Brain",
  "Cultural Competence in Patient Care",
  "Emergency Procedures",
];

/** What a program about a topic is called; `#` stands for the topic. */
export const titles: Readonly<Record<string, readonly string[]>> = {
  IN_SERVICE: ["Case Conference: #", "In-Service: #", "Journal Club: #"],
  LECTURE: ["#", "#: What Works", "Update on #", "#: A Workshop", "Practical #"],
  EDUCATIONAL_PROGRAM: ["Course: #", "# from A to Z", "Board Review: #", "Regional Seminar on #"],
  WEBINAR: ["# Online", "Webinar: #", "Lunch and Learn: #"],
  CONFERENCE: ["Annual Meeting"],
};

export const providerNames: readonly string[] = [
  "# Sleep Center",
  "# Sleep Society",
  "# Regional Medical Center",
  "# Community College",
  "University Hospital of #",
  "# Lung and Sleep Associates",
  "Neurodiagnostics #",
  "# Children's Hospital",
  "St. Mary's of #",
];

export const speakers: readonly (readonly [name: string, credentials: string])[] = [
  ["Dr. Ada Okafor", "MD, FAASM"],
  ["Luis Ferreira", "RPSGT, CCSH"],
  ["Dr. Hanna Lindqvist", "PhD"],
  ["Minh Trần", "RPSGT, RST"],
  ["Dr. Rachel Cohen", "MD"],
  ["Tomasz Kowalczyk", "RRT-SDS"],
  ["Dr. Sunita Desai", "DO, FCCP"],
  ["Grace Kim", "R. EEG T."],
];

export const roles: readonly string[] = [
  "Practitioner",
  "Practitioner",
  "Practitioner",
  "Manager",
  "Educator",
  "Student",
];
