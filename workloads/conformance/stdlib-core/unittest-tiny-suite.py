# unittest: a small suite with every outcome, run into a stream; mocks and assertion messages.
# needs: io, math, re, unittest
import io
import math
import re
import unittest
from unittest import mock
class T(unittest.TestCase):
    @classmethod
    def setUpClass(cls): print('class up')
    @classmethod
    def tearDownClass(cls): print('class down')
    def setUp(self): self.addCleanup(print, '  cleanup'); print('  up', self._testMethodName)
    def tearDown(self): print('  down')
    def test_ok(self): self.assertEqual(1 + 1, 2)
    def test_fails(self): self.assertEqual([1, 2], [1, 3], 'own message')
    def test_error(self): raise KeyError('oops')
    @unittest.skip('not now')
    def test_skipped(self): print('never')
    @unittest.expectedFailure
    def test_expected(self): self.fail('as expected')
    @unittest.expectedFailure
    def test_surprise(self): pass
    def test_sub(self):
        for i in range(3):
            with self.subTest(i=i): self.assertNotEqual(i, 1)
    def test_raises(self):
        with self.assertRaises(ZeroDivisionError) as caught: 1 / 0
        self.assertRaisesRegex(ValueError, 'invalid literal', int, 'x')
        self.assertIn('division', str(caught.exception))
    def test_runtime_skip(self): self.skipTest('inside')
out = io.StringIO()
result = unittest.TextTestRunner(out, verbosity=2).run(unittest.defaultTestLoader.loadTestsFromTestCase(T))
print(result)
print('counts', result.testsRun, len(result.failures), len(result.errors), len(result.skipped),
    len(result.expectedFailures), len(result.unexpectedSuccesses), result.wasSuccessful())
print(re.sub(r'in \d+\.\d+s', 'in TIME',
    '\n'.join(line for line in out.getvalue().splitlines() if 'File "' not in line)))
case = unittest.TestCase()
for f in (lambda: case.assertEqual('abc\nd', 'abc\ne'), lambda: case.assertDictEqual({'a': 1}, {'a': 2}),
    lambda: case.assertTrue(0), lambda: case.assertIs([], []), lambda: case.assertAlmostEqual(1, 1.1),
    lambda: case.assertIn(1, [2]), lambda: case.assertRaises(KeyError, dict), lambda: case.assertSetEqual({1}, {2}),
    lambda: case.assertGreater(1, 2), lambda: case.assertIsInstance(1, str), lambda: case.assertRegex('a', 'b'),
    lambda: case.assertCountEqual([1, 2], [2, 2]), lambda: case.assertIsNone(5),
    lambda: case.assertTupleEqual((1,), (1, 2)), lambda: case.assertLess('b', 'a', 'why')):
    try:
        f(); print('passed')
    except AssertionError as error:
        print(repr(str(error)))
m = mock.Mock(return_value=3); m(1, k=2); m.method.side_effect = [1, ValueError('v')]
print('mock', m.call_args, m.called, m.call_count, m.method(), m.mock_calls)
try:
    m.method()
except ValueError as error:
    print('side effect', error)
try:
    m.assert_called_with(5)
except AssertionError as error:
    print(error)
with mock.patch('math.sqrt', return_value=99) as fake:
    print('patched', math.sqrt(4), fake.call_count)
print('restored', math.sqrt(4), mock.call(1) == mock.call(1), mock.MagicMock().__len__(), mock.sentinel.x)
