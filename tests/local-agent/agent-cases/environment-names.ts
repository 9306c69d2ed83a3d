/** Source of the cases, in `src/Test/L0` of the agent. */
export const file = "Util/VarUtilL0.cs";

/** Name of a variable, its name in the environment, and whether its case is kept (TestConverterToEnvVariableFormat). */
export const names: readonly (readonly [string, string, boolean])[] = [
  ["test.value1", "TEST_VALUE1", false],
  ["test value2", "TEST_VALUE2", false],
  ["tesT vaLue.3", "TEST_VALUE_3", false],
  [".tesT vaLue 4", "_TEST_VALUE_4", false],
  ["TEST_VALUE_5", "TEST_VALUE_5", false],
  [".. TEST   VALUE. 6", "___TEST___VALUE__6", false],
  ["", "", false],
  [" ", "_", false],
  [".", "_", false],
  ["TestValue", "TestValue", true],
  ["Test.Value", "Test_Value", true],
];
