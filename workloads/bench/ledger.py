# A bank ledger that runs n transactions, many of which fail and must leave no trace.
# Stresses: exceptions: custom classes, try / except / else / finally, re-raising, unwinding through several frames.
# Origin: written for this lab. Runs on Python 2.7, Python 3, PyPy, MicroPython.

ANSWERS = {
    350: '161 done, 51 frozen, 82 funds, 51 malformed, 5 unknown; missing 8682, richest 1362',
    7000: '2821 done, 846 frozen, 2134 funds, 1114 malformed, 85 unknown; missing 221756, richest 1212',
    70000: '28619 done, 8812 frozen, 20490 funds, 11039 malformed, 1040 unknown; missing 2159497, richest 1268',
    700000: '287095 done, 87847 frozen, 204162 funds, 110359 malformed, 10537 unknown; missing 21497627, richest 1326',
}

ACCOUNTS = 16
OPENING_BALANCE = 500


class LedgerError(Exception):
    """Any reason why a transaction cannot be made."""


class UnknownAccount(LedgerError):
    def __init__(self, account):
        super(UnknownAccount, self).__init__('no account %d' % account)
        self.account = account


class InsufficientFunds(LedgerError):
    def __init__(self, account, missing):
        super(InsufficientFunds, self).__init__('account %d lacks %d' % (account, missing))
        self.account = account
        self.missing = missing


class Frozen(LedgerError):
    pass


class Ledger(object):
    def __init__(self):
        self.balances = dict([(account, OPENING_BALANCE) for account in range(ACCOUNTS)])
        self.frozen = set()
        self.open_transactions = 0

    def balance(self, account):
        try:
            return self.balances[account]
        except KeyError:
            raise UnknownAccount(account)

    def withdraw(self, account, amount):
        balance = self.balance(account)
        if account in self.frozen:
            raise Frozen('account %d is frozen' % account)
        if balance < amount:
            raise InsufficientFunds(account, amount - balance)
        self.balances[account] = balance - amount

    def deposit(self, account, amount):
        self.balances[account] = self.balance(account) + amount

    def transaction(self, transfers):
        """All transfers, or none of them."""
        saved = dict(self.balances)
        self.open_transactions += 1
        try:
            for source, target, amount in transfers:
                self.withdraw(source, amount)
                self.deposit(target, amount)
        except LedgerError:
            self.balances = saved
            raise
        finally:
            self.open_transactions -= 1

    def total(self):
        return sum(self.balances.values())


class Clerk(object):
    """Reads transactions and counts why they failed."""

    def __init__(self, seed):
        self.state = seed
        self.ledger = Ledger()
        self.outcomes = {'done': 0, 'funds': 0, 'unknown': 0, 'frozen': 0, 'malformed': 0}
        self.missing = 0

    def below(self, limit):
        self.state = (self.state * 1366 + 150889) % 714025
        return self.state % limit

    def read_amount(self):
        text = '%d' % self.below(300) if self.below(12) else 'x%d' % self.below(9)
        return int(text)

    def read_transfers(self):
        # One account number in about fifty does not exist.
        accounts = ACCOUNTS if self.below(8) else ACCOUNTS + 1
        return [(self.below(accounts), self.below(accounts), self.read_amount()) for _ in range(1 + self.below(3))]

    def serve(self):
        try:
            self.ledger.transaction(self.read_transfers())
        except InsufficientFunds as error:
            self.outcomes['funds'] += 1
            self.missing += error.missing
        except UnknownAccount as error:
            if error.account != ACCOUNTS:
                raise
            self.outcomes['unknown'] += 1
        except LedgerError:
            self.outcomes['frozen'] += 1
        except ValueError:
            self.outcomes['malformed'] += 1
        else:
            self.outcomes['done'] += 1
        finally:
            account = self.below(ACCOUNTS)
            if self.below(10) == 0:
                self.ledger.frozen.add(account)
            else:
                self.ledger.frozen.discard(account)


def verify(n, clerk, answer):
    ledger = clerk.ledger
    if ledger.total() != ACCOUNTS * OPENING_BALANCE:
        raise AssertionError('ledger: money was made or lost: %d' % ledger.total())
    if min(ledger.balances.values()) < 0 or ledger.open_transactions != 0:
        raise AssertionError('ledger: a failed transaction left a trace')
    if sum(clerk.outcomes.values()) != n:
        raise AssertionError('ledger: %d of %d transactions counted' % (sum(clerk.outcomes.values()), n))
    if ANSWERS.get(n, answer) != answer:
        raise AssertionError('ledger: workload(%d) gave %r, expected %r' % (n, answer, ANSWERS[n]))


def workload(n=7000):
    clerk = Clerk(17)
    for _ in range(n):
        clerk.serve()
    outcomes = clerk.outcomes
    answer = ', '.join(['%d %s' % (outcomes[name], name) for name in sorted(outcomes)])
    answer = '%s; missing %d, richest %d' % (answer, clerk.missing, max(clerk.ledger.balances.values()))
    verify(n, clerk, answer)
    return answer


if __name__ == '__main__':
    print(workload())
