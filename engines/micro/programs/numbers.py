# Ints of any size, floats, formatting.
for a in (0, 1, -1, 7, 2**30, -(2**30), 2**31, 2**63, -(2**64), 10**30):
    for b in (1, -3, 2**20, 10**18):
        print(a + b, a - b, a * b, a // b, a % b, a & b, a | b, a ^ b)
    print(a << 5, a >> 3, -a, ~a, a == a + 0, a < 10**10, int(str(a)) == a, hex(a))
print(2**100, (-2) ** 3, 7 // -2, 7 % -2, divmod(-7, 2), pow(3, 100, 7))
print(int("ff", 16), int("-0b101", 0), int(3.99), int("12_3"), abs(-5))
print(1.5, 1e100, 0.1 + 0.2 == 0.3, 3.0, -0.0, 1e-7, 12345678.9, float("inf"), 7.0 // 2, -7.5 % 2)
print("%d %5d %-5d| %05d %x %o %e %.3f %g %s %r" % (1, 2, 3, 4, 255, 8, 12345.678, 3.14159, 0.0001, "s", "r"))
print("{:>8}|{:<8}|{:^8}|{:08.3f}|{:+d}|{:#x}|{:,}|{!r}|{a}|{0}".replace("{0}", "").format(1, 2, 3, 3.14159, 5, 255, 1234567, "q", a=1))
x = 42
print(f"{x} {x!r:>5} {x + 1:05d} {'nested'} {x=}")
print((5).to_bytes(2, "big"), int.from_bytes(b"\x01\x02", "little"), round(2.5), round(3.14159, 2))
