// Made by scripts/generate.mjs: write nothing here by hand.

/** Where on the keyboard a key lies: hand × row for letters, and the classes of the others. */
export const enum Zone {
  LEFT_TOP = 0,
  LEFT_HOME = 1,
  LEFT_BOTTOM = 2,
  RIGHT_TOP = 3,
  RIGHT_HOME = 4,
  RIGHT_BOTTOM = 5,
  SPACE = 6,
  BACKSPACE = 7,
  ENTER = 8,
  SHIFT = 9,
  MODIFIER = 10,
  DIGIT = 11,
  NAVIGATION = 12,
  OTHER = 13,
}

/** Per zone, the `KeyboardEvent.code` of each of its keys; "Key:QW" is KeyQ and KeyW. */
export const CODES_BY_ZONE: readonly string[] = [
  "Key:QWERT",
  "Key:ASDFG",
  "IntlBackslas:h Key:ZXCVB",
  "Key:YUIOP BracketLef:t BracketRigh:t",
  "Key:HJKL Semicolo:n Quot:e Backslas:h",
  "Key:NM Comm:a Perio:d Slas:h IntlR:o",
  "Spac:e",
  "Backspac:e",
  "Ente:r NumpadEnte:r",
  "ShiftLef:t ShiftRigh:t",
  "ControlLef:t ControlRigh:t AltLef:t AltRigh:t MetaLef:t MetaRigh:t CapsLoc:k",
  "Backquot:e Digit:0123456789 Minu:s Equa:l IntlYe:n Numpad:0123456789 NumpadAd:d NumpadSubtrac:t NumpadMultipl:y NumpadDivid:e NumpadDecima:l",
  "ArrowLef:t ArrowRigh:t ArrowU:p ArrowDow:n Hom:e En:d PageU:p PageDow:n Delet:e Inser:t Ta:b Escap:e",
  "",
];
