import type { Script } from './script';

/** Conversations that are not in English. */
export const LANGUAGES: readonly Script[] = [
  {
    key: 'de-umspannwerk',
    members: ['lukas', 'hannah'],
    slots: { tag: ['Dienstag', 'Mittwoch', 'Donnerstag'] },
    lines: `
08:37 lukas: Guten Morgen Hannah, der Prüfer vom TÜV kommt am {tag} um neun ins Umspannwerk.
hannah: Guten Morgen! Braucht er Zutritt zur Schaltanlage?
lukas: Ja, bitte einen Ausweis für einen Tag. Größe der Schutzkleidung: L.
hannah: Liegt am Empfang bereit.
lukas: Danke schön, das ging ja schnell 😊
`,
  },
  {
    key: 'fr-communique',
    members: ['chloe', 'aisha'],
    lines: `
09:52 chloe: Bonjour Aisha, le communiqué est traduit. Tu peux relire le deuxième paragraphe ?
aisha: Bonjour ! Oui. « Mise en service » plutôt que « lancement », non ?
chloe: Tu as raison, c'est corrigé.
chloe (pdf communique): Voilà la version finale.
aisha: Parfait, merci beaucoup 🇫🇷
`,
  },
  {
    key: 'pl-zmiana',
    members: ['marek', 'leo'],
    lines: `
17:30 marek: Leo, jutro zaczynamy o szóstej, nie o siódmej.
leo: Dzięki! Learning: "szóstej" is six, yes? 😅
marek: Yes! Very good. Zażółć gęślą jaźń, that is the next lesson.
leo: That is not a sentence.
marek: It is. Every letter we have.
`,
  },
  {
    key: 'ar-survey',
    members: ['amira', 'aisha'],
    lines: `
08:18 amira: صباح الخير عائشة، تقرير الطيور جاهز.
aisha: صباح النور! هل يمكنك إرساله قبل الظهر؟
amira: نعم، سأرسله الساعة 11:00.
aisha: شكرًا جزيلاً 🌸
`,
  },
  {
    key: 'it-cavo',
    members: ['leo', 'sofia'],
    lines: `
12:48 leo: Ciao Sofia, il fornitore del cavo scrive solo in italiano. Puoi guardare la clausola 9?
sofia: Certo. È la solita garanzia di 24 mesi, va bene così.
leo: Grazie mille! Ti devo un caffè ☕
`,
  },
  {
    key: 'ja-greeting',
    members: ['yuki', 'wei'],
    lines: `
06:40 yuki: おはようございます。見積もりをありがとうございました。
wei: 早上好！不客气，如有问题请随时联系我。
yuki: We should stick to English, our translators say 😄
wei: Agreed. Have a good day!
`,
  },
  {
    key: 'es-proveedor',
    members: ['ines', 'carla'],
    lines: `
10:22 ines: Buenos días, Carla. ¿Llegó la factura de octubre?
carla: ¡Buenos días! Sí, la envié ayer. El importe es de 1.250,00 €.
ines: Recibida, gracias. La pagamos el viernes.
carla: ¡Perfecto!
`,
  },
];
