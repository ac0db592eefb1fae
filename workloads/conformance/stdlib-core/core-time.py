# time: clocks go forward.
# needs: time
import time

start = time.time()
print(start > 1500000000)
time.sleep(0.01)
passed = time.time() - start
print(0 <= passed < 10)
print(len(time.localtime()) >= 8)
