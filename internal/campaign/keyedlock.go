package campaign

import (
	"context"
	"sync"
)

// keyedLock lets one holder at a time work under each key. Waiting ends with the context.
type keyedLock struct {
	mu   sync.Mutex
	held map[string]chan struct{}
}

// lock takes the key and returns the function that gives it back.
func (l *keyedLock) lock(ctx context.Context, key string) (unlock func(), err error) {
	for {
		l.mu.Lock()
		if l.held == nil {
			l.held = map[string]chan struct{}{}
		}
		freed, taken := l.held[key]
		if !taken {
			freed = make(chan struct{})
			l.held[key] = freed
			l.mu.Unlock()
			return func() {
				l.mu.Lock()
				delete(l.held, key)
				l.mu.Unlock()
				close(freed)
			}, nil
		}
		l.mu.Unlock()
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-freed:
		}
	}
}
