# What a slice hands to __getitem__.


class Show:
    def __getitem__(self, key):
        return key


show = Show()
print('index', show[3], show['k'])
print('pair', show[1, 2])
s = show[1:9:2]
print('slice', s, s.start, s.stop, s.step)
print('open', show[:], show[1:])
