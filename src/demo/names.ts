import type { Random } from '../valuation/numeric/random.ts';
import { oneOf } from './chance.ts';

export type Sex = 'female' | 'male';

type NameList = {
  readonly female: readonly string[];
  readonly male: readonly string[];
  /** family names; [man's, woman's] where the two differ */
  readonly family: readonly (string | readonly [string, string])[];
  /** how the two are put together */
  readonly write: (given: string, family: string) => string;
};

const givenFirst = (given: string, family: string) => `${given} ${family}`;
const familyFirst = (given: string, family: string) => `${family} ${given}`;
const familyFirstClosed = (given: string, family: string) => `${family}${given}`;
const words = (text: string) => text.split(' ');
const pairs = (text: string) =>
  words(text).map((pair) => {
    const [man = '', woman = ''] = pair.split('/');
    return [man, woman] as const;
  });

/** Common given and family names, by language and script. */
const nameLists = {
  czech: {
    female: words(
      'Jana Eva Hana Anna Lenka Kateřina Lucie Petra Alena Tereza Zuzana Markéta Barbora Božena Ludmila Dagmar Šárka Růžena Žaneta',
    ),
    male: words(
      'Jiří Jan Petr Josef Pavel Martin Tomáš Jaroslav Miroslav Zdeněk František Václav Michal Karel Lukáš Ondřej Vojtěch Štěpán Řehoř',
    ),
    family: pairs(
      'Novák/Nováková Svoboda/Svobodová Novotný/Novotná Dvořák/Dvořáková Černý/Černá Procházka/Procházková Kučera/Kučerová Veselý/Veselá Horák/Horáková Němec/Němcová Pokorný/Pokorná Marek/Marková Pospíšil/Pospíšilová Hájek/Hájková Jelínek/Jelínková Král/Králová Růžička/Růžičková Beneš/Benešová Fiala/Fialová Sedláček/Sedláčková Doležal/Doležalová Zeman/Zemanová Kolář/Kolářová Navrátil/Navrátilová Čermák/Čermáková Vaněk/Vaňková Urban/Urbanová Blažek/Blažková Kříž/Křížová Kovář/Kovářová Řezníček/Řezníčková Šťastný/Šťastná',
    ),
    write: givenFirst,
  },
  german: {
    female: words(
      'Anna Maria Julia Lena Katharina Sabine Petra Monika Ursula Birgit Jutta Käthe Sophie Johanna Heike',
    ),
    male: words(
      'Jürgen Thomas Andreas Stefan Michael Günter Klaus Jörg Björn Lukas Maximilian Felix Wolfgang Matthias Tobias',
    ),
    family: words(
      'Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Gruber Huber Steiner Moser Pichler',
    ),
    write: givenFirst,
  },
  english: {
    female: words(
      'Emily Sarah Charlotte Olivia Amelia Grace Chloe Hannah Lucy Rebecca Margaret Susan Helen Alice Zoë',
    ),
    male: words(
      'James Thomas William George Harry Oliver Jack Daniel Edward Samuel Peter Andrew Robert Simon Liam',
    ),
    family: words(
      "Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White Roberts Green Hall Wood Jackson Clarke O'Connor Murphy Campbell Stewart MacDonald Hughes Edwards Turner",
    ),
    write: givenFirst,
  },
  french: {
    female: words('Camille Léa Chloé Élodie Aurélie Hélène Françoise Zoé Inès Anaïs'),
    male: words('Jérôme François Étienne Benoît Loïc Rémi Hugo Théo Gaël André'),
    family: words(
      'Martin Bernard Dubois Lefèvre Moreau Lévêque Garçon Rousseau Blanc Guérin Müller Fontaine Chevalier Gauthier Perrin Clément Lemaître Benoît',
    ),
    write: givenFirst,
  },
  polish: {
    female: words('Agnieszka Małgorzata Katarzyna Elżbieta Zofia Łucja Grażyna Weronika'),
    male: words('Łukasz Paweł Michał Stanisław Grzegorz Wojciech Krzysztof Zbigniew'),
    family: pairs(
      'Kowalski/Kowalska Wiśniewski/Wiśniewska Dąbrowski/Dąbrowska Zieliński/Zielińska Szymański/Szymańska Kozłowski/Kozłowska Wójcik/Wójcik Woźniak/Woźniak Kamiński/Kamińska Jabłoński/Jabłońska',
    ),
    write: givenFirst,
  },
  vietnamese: {
    female: words('Thị-Hương Thu-Trang Ngọc-Anh Thanh-Hà Mai-Lan Kim-Chi Phương-Thảo Bích-Ngọc'),
    male: words('Văn-Hùng Minh-Đức Quốc-Bảo Anh-Tuấn Hữu-Phước Đình-Nam Thanh-Tùng Xuân-Trường'),
    family: words('Nguyễn Trần Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ Hồ Ngô Dương'),
    write: (given, family) => `${family} ${given.replace('-', ' ')}`,
  },
  ukrainian: {
    female: words('Олена Наталія Ірина Тетяна Оксана Людмила Юлія Катерина Світлана Дарина'),
    male: words('Олександр Сергій Володимир Андрій Микола Дмитро Юрій Тарас Богдан Євген'),
    family: words(
      'Шевченко Коваленко Бондаренко Ткаченко Кравченко Олійник Шевчук Поліщук Лисенко Мельник Гаврилюк Савченко Петренко Марченко Руденко',
    ),
    write: givenFirst,
  },
  bulgarian: {
    female: words('Мария Елена Иванка Десислава Гергана Йорданка Цветелина Виктория'),
    male: words('Георги Иван Димитър Николай Стефан Христо Петър Красимир'),
    family: pairs(
      'Иванов/Иванова Георгиев/Георгиева Димитров/Димитрова Петров/Петрова Николов/Николова Христов/Христова Стоянов/Стоянова Тодоров/Тодорова Ангелов/Ангелова Попов/Попова',
    ),
    write: givenFirst,
  },
  greek: {
    female: words(
      'Μαρία Ελένη Αικατερίνη Βασιλική Σοφία Αγγελική Γεωργία Δήμητρα Κωνσταντίνα Ιωάννα',
    ),
    male: words(
      'Γιώργος Δημήτρης Κωνσταντίνος Γιάννης Νίκος Χρήστος Παναγιώτης Βασίλης Αθανάσιος Μιχάλης',
    ),
    family: pairs(
      'Παπαδόπουλος/Παπαδοπούλου Παπαδάκης/Παπαδάκη Νικολαΐδης/Νικολαΐδου Γεωργίου/Γεωργίου Αντωνίου/Αντωνίου Οικονόμου/Οικονόμου Καραγιάννης/Καραγιάννη Βασιλείου/Βασιλείου Δημητρίου/Δημητρίου Χατζής/Χατζή Μακρής/Μακρή Αλεξίου/Αλεξίου',
    ),
    write: givenFirst,
  },
  greekLatin: {
    female: words('Maria Eleni Katerina Vasiliki Sofia Angeliki Georgia Dimitra'),
    male: words('Giorgos Dimitris Konstantinos Giannis Nikos Christos Panagiotis Vasilis'),
    family: pairs(
      'Papadopoulos/Papadopoulou Papadakis/Papadaki Nikolaidis/Nikolaidou Georgiou/Georgiou Antoniou/Antoniou Karagiannis/Karagianni Makris/Makri',
    ),
    write: givenFirst,
  },
  arabic: {
    female: words('فاطمة عائشة مريم نور ليلى سارة هند زينب خديجة ريم آمنة سلمى'),
    male: words('محمد أحمد علي عمر خالد يوسف حسن إبراهيم سعيد طارق ماجد فيصل'),
    family: words(
      'المنصوري الهاشمي النعيمي الكعبي الشامسي الزعابي المهيري السويدي البلوشي الحمادي العلي حداد خوري نجار المصري',
    ),
    write: givenFirst,
  },
  arabicLatin: {
    female: words('Fatima Aisha Maryam Noor Layla Sara Hind Zainab Reem Salma'),
    male: words('Mohammed Ahmed Ali Omar Khalid Youssef Hassan Ibrahim Tariq Faisal'),
    family: words(
      'Al-Mansoori Al-Hashimi Al-Nuaimi Al-Kaabi Al-Shamsi Haddad Khoury Najjar El-Masry',
    ),
    write: givenFirst,
  },
  hindi: {
    female: words('Priya Ananya Kavita Sunita Deepa Lakshmi Neha Pooja'),
    male: words('Rahul Amit Sanjay Vikram Arjun Rajesh Suresh Anil'),
    family: words('Sharma Patel Singh Kumar Gupta Reddy Iyer Nair Mehta Joshi'),
    write: givenFirst,
  },
  chinese: {
    female: words(
      '芳 娜 秀英 敏 静 丽 艳 娟 秀兰 霞 燕 玲 桂英 丹 梅 红 雪 婷 欣怡 梓涵 诗涵 雨桐 佳琪 思雨',
    ),
    male: words(
      '伟 强 磊 军 洋 勇 杰 涛 明 超 刚 平 辉 鹏 宇 浩 子轩 浩然 宇航 俊杰 志强 建国 建华 文博',
    ),
    family: words(
      '王 李 张 刘 陈 杨 黄 赵 吴 周 徐 孙 马 朱 胡 郭 何 高 林 罗 郑 梁 谢 宋 唐 许 邓 韩 冯 欧阳',
    ),
    write: familyFirstClosed,
  },
  pinyin: {
    female: words(
      'Fang Na Xiuying Min Jing Li Yan Juan Xia Ling Dan Mei Hong Xue Ting Xinyi Yutong',
    ),
    male: words(
      'Qiang Lei Jun Yang Yong Jie Tao Ming Chao Gang Hui Peng Yu Hao Zixuan Haoran Junjie',
    ),
    family: words(
      'Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Gao Lin Luo',
    ),
    write: familyFirst,
  },
  japanese: {
    female: words('陽子 裕子 恵子 さくら 美咲 愛 由美 直美 葵 結衣 花子 七海'),
    male: words('健 誠 大輔 翔太 拓也 浩 隆 蓮 悠斗 直樹 和也 一郎'),
    family: words(
      '佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上',
    ),
    write: familyFirst,
  },
  romaji: {
    female: words('Yoko Yuko Keiko Sakura Misaki Ai Yumi Naomi Aoi Yui'),
    male: words('Ken Makoto Daisuke Shota Takuya Hiroshi Takashi Ren Naoki Kazuya'),
    family: words('Satō Suzuki Takahashi Tanaka Itō Watanabe Yamamoto Nakamura Kobayashi Katō'),
    write: givenFirst,
  },
} as const satisfies Record<string, NameList>;

/** A language and script of names. */
export type NameTradition = keyof typeof nameLists;

/** A full name of the tradition, as its bearers write it. */
export function drawName(random: Random, tradition: NameTradition, sex: Sex): string {
  const list: NameList = nameLists[tradition];
  const given = oneOf(random, list[sex]);
  const family = oneOf(random, list.family);
  return list.write(
    given,
    typeof family === 'string' ? family : sex === 'male' ? family[0] : family[1],
  );
}

const families = Object.values(nameLists).map((list: NameList) => ({
  forms: new Map(
    list.family.flatMap((family) =>
      typeof family === 'string'
        ? [[family, family] as const]
        : [[family[0], family[0]] as const, [family[1], family[0]] as const],
    ),
  ),
  partOf: (name: string): readonly string[] => {
    switch (list.write) {
      case givenFirst:
        return [name.slice(name.indexOf(' ') + 1)];
      case familyFirstClosed:
        return [name.slice(0, 2), name.slice(0, 1)];
      default:
        return [name.slice(0, Math.max(0, name.indexOf(' ')))];
    }
  },
}));

/** The family name in a full name, in a man's form where the two differ; undefined where no tradition has it. */
export function familyNameOf(name: string): string | undefined {
  for (const { forms, partOf } of families) {
    const found = partOf(name).flatMap((part) => forms.get(part) ?? []);
    if (found[0] !== undefined) return found[0];
  }
  return undefined;
}
