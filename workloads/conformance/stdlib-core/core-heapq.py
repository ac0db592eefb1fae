# heapq: a priority queue.
# needs: heapq
import heapq

heap = []
for n in (5, 1, 8, 3):
    heapq.heappush(heap, n)
print(heap[0], len(heap))
print([heapq.heappop(heap) for _ in range(4)])
tasks = [(2, 'write'), (1, 'think'), (3, 'test')]
heapq.heapify(tasks)
while tasks:
    print(heapq.heappop(tasks))
