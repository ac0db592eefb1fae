# SystemExit with a message: text on stderr, status 1, finally blocks run.
import atexit
import sys

atexit.register(print, 'atexit, last registered runs last of two')
atexit.register(lambda: print('atexit, first'))
try:
    sys.exit('the message')
except Exception:
    print('SystemExit is no Exception')
finally:
    print('finally runs')
