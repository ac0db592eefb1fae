# Complex numbers: parts, arithmetic, absolute value.
z = 3 + 4j
print('parts', z.real, z.imag)
print('value', z, 2j, -1j * 1j)
print('sum and product', z + 1, z * z, z - 4j)
print('quotient', z / 2)
print('absolute', abs(z))
print('equality', z == complex(3, 4), z == 3)
