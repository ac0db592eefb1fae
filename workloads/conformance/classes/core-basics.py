# Classes: attributes, methods, instances.


class Account:
    bank = 'First'

    def __init__(self, owner, balance=0):
        self.owner = owner
        self.balance = balance

    def deposit(self, amount):
        self.balance += amount
        return self


a = Account('Ann', 10)
b = Account('Bob')
a.deposit(5).deposit(1)
print(a.owner, a.balance, b.balance)
print('of the class', a.bank, Account.bank)
b.bank = 'Second'
print('of one instance', a.bank, b.bank)
Account.bank = 'Third'
print('changed', a.bank, b.bank)
print(isinstance(a, Account), type(a) is Account, type(a).__name__)
