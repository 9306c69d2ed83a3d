/** Source of the cases, in `src/Test/L0` of the agent. */
export const files = "SecretMaskerTests/SecretMaskerL0.cs, LoggedSecretMaskerL0.cs";

interface MaskingCase {
  /** Name of the unit test. */
  readonly name: string;
  /** Length below which the masker ignores a value; set before the values. */
  readonly minimumLength?: number;
  readonly values: readonly string[];
  /** The same, set after the values. */
  readonly minimumLengthAfterwards?: number;
  readonly text: string;
  readonly masked: string;
}

const backslashes = String.raw`abc\\def\'\"ghi\t`;
const controls = 'carriage-return\r_newline\n_tab\t_backslash\\_double-quote"';

/** Registered values, a text, and the masked text. */
export const maskings: readonly MaskingCase[] = [
  { name: "HandlesEmptyInput", values: ["abcd"], text: "", masked: "" },
  { name: "HandlesNoMasks", values: [], text: "abcdefg", masked: "abcdefg" },
  { name: "ReplacesValue", values: ["def"], text: "abcdefg", masked: "abc***g" },
  { name: "ReplacesMultipleInstances", values: ["def"], text: "abcdefgdef", masked: "abc***g***" },
  { name: "ReplacesMultipleAdjacentInstances", values: ["abc"], text: "abcabcdef", masked: "***def" },
  { name: "ReplacesMultipleSecrets", values: ["bcd", "fgh"], text: "abcdefghi", masked: "a***e***i" },
  { name: "ReplacesOverlappingSecrets", values: ["def", "bcd"], text: "abcdefg", masked: "a***g" },
  { name: "ReplacesAdjacentSecrets", values: ["efg", "bcd"], text: "abcdefgh", masked: "a***h" },
  {
    name: "MinLengthSetThroughProperty",
    minimumLength: 9,
    values: ["efg", "bcd"],
    text: "abcdefgh",
    masked: "abcdefgh",
  },
  { name: "NegativeMinSecretLengthSet", minimumLength: -3, values: ["efg", "bcd"], text: "abcdefgh", masked: "a***h" },
  { name: "RemoveShortSecrets, before", minimumLength: 3, values: ["efg", "bcd"], text: "abcdefgh", masked: "a***h" },
  {
    name: "RemoveShortSecrets, after",
    minimumLength: 3,
    values: ["efg", "bcd"],
    minimumLengthAfterwards: 4,
    text: "abcdefgh",
    masked: "abcdefgh",
  },
  {
    name: "RemoveShortSecretsBoundaryValues",
    values: ["bc", "defg", "h12"],
    minimumLengthAfterwards: 3,
    text: "abcdefgh123",
    masked: "abc***3",
  },
  { name: "LoggedSecretMasker_MaskingSecrets", values: ["1"], text: "123", masked: "***23" },
  {
    name: "LoggedSecretMasker_ShortSecret_Removes_From_Dictionary",
    values: ["1"],
    minimumLengthAfterwards: 4,
    text: "123",
    masked: "123",
  },
  {
    name: "LoggedSecretMasker_ShortSecret_Removes_From_Dictionary_BoundaryValue",
    minimumLength: 6,
    values: ["12345"],
    text: "1234567",
    masked: "1234567",
  },
  {
    name: "LoggedSecretMasker_ShortSecret_Removes_From_Dictionary_BoundaryValue2",
    minimumLength: 6,
    values: ["123456"],
    text: "1234567",
    masked: "***7",
  },
  {
    name: "LoggedSecretMasker_Sets_MinSecretLength_To_MaxValue",
    minimumLength: 7,
    values: ["123456"],
    text: "1234567",
    masked: "***7",
  },
  { name: "LoggedSecretMasker_Skipping_ShortSecrets", minimumLength: 3, values: ["1"], text: "123", masked: "123" },
  {
    name: "LoggedSecretMasker_NegativeValue_Passed",
    minimumLength: -2,
    values: ["1"],
    text: "12345",
    masked: "***2345",
  },
  { name: "Encoder_JsonStringEscape, as it is", values: [controls], text: controls, masked: "***" },
  {
    name: "Encoder_JsonStringEscape, escaped",
    values: [controls],
    text: String.raw`carriage-return\r_newline\n_tab\t_backslash\\_double-quote\"`,
    masked: "***",
  },
  { name: "Encoder_BackslashEscape, as it is", values: [backslashes], text: backslashes, masked: "***" },
  {
    name: "Encoder_BackslashEscape, without backslashes",
    values: [backslashes],
    text: "abc\\def'\"ghi\t",
    masked: "***",
  },
  { name: "Encoder_UriDataEscape, as it is", values: ["hello world"], text: "hello world", masked: "***" },
  { name: "Encoder_UriDataEscape, escaped", values: ["hello world"], text: "hello%20world", masked: "***" },
  { name: "Encoder_UriDataEscape_LargeString, one blank", values: [" "], text: " ", masked: "***" },
  { name: "Encoder_UriDataEscape_LargeString, one blank escaped", values: [" "], text: "%20", masked: "***" },
  { name: "Encoder_UriDataEscape_LargeString, seven blanks", values: ["       "], text: "       ", masked: "***" },
  {
    name: "Encoder_UriDataEscape_LargeString, surrogate pairs",
    values: [" 𐐷𐐷𐐷𐐷"],
    text: " 𐐷𐐷𐐷𐐷",
    masked: "***",
  },
];

/** URLs, and the masked URLs without registered values. */
export const urls: readonly { readonly name: string; readonly text: string; readonly masked: string }[] = [
  {
    name: "IsSimpleUrlNotMasked",
    text: "https://simpledomain@example.com",
    masked: "https://simpledomain@example.com",
  },
  {
    name: "IsComplexUrlNotMasked",
    text: "https://url.com:443/~user/foo=bar+42-18?what=this.is.an.example....~~many@&param=value",
    masked: "https://url.com:443/~user/foo=bar+42-18?what=this.is.an.example....~~many@&param=value",
  },
  { name: "IsUserInfoMaskedCorrectly", text: "https://user:pass@example.com", masked: "https://user:***@example.com" },
  {
    name: "IsUserInfoWithSpecialCharactersMaskedCorrectly",
    text: "https://user:pass4';.!&*()=,$-+~@example.com",
    masked: "https://user:***@example.com",
  },
  {
    name: "IsUserInfoWithDigitsInNameMaskedCorrectly",
    text: "https://username123:password@example.com",
    masked: "https://username123:***@example.com",
  },
  {
    name: "IsUserInfoWithLongPasswordAndNameMaskedCorrectly",
    text: "https://username_looooooooooooooooooooong:password_loooooooooooooooooooooooooong@example.com",
    masked: "https://username_looooooooooooooooooooong:***@example.com",
  },
  {
    name: "IsUserInfoWithEncodedCharactersdInNameMaskedCorrectly",
    text: "https://username%10%A3%F6:password123@example.com",
    masked: "https://username%10%A3%F6:***@example.com",
  },
  {
    name: "IsUserInfoWithEncodedAndEscapedCharactersdInNameMaskedCorrectly",
    text: "https://username%AZP2510%AZP25A3%AZP25F6:password123@example.com",
    masked: "https://username%AZP2510%AZP25A3%AZP25F6:***@example.com",
  },
];
