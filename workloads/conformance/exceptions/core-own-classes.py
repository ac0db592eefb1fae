# Exception classes of one's own.


class ShopError(Exception):
    pass


class OutOfStock(ShopError):
    def __init__(self, item, wanted):
        super().__init__('no %d of %s' % (wanted, item))
        self.item = item


def buy(item, n):
    if n > 5:
        raise OutOfStock(item, n)
    if n <= 0:
        raise ShopError('how many?')
    return n


for n in (3, 9, 0):
    try:
        print(buy('tea', n))
    except OutOfStock as e:
        print('out of stock:', e, e.item)
    except ShopError as e:
        print('shop:', e)
