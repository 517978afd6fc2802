package provider

import (
	"encoding/hex"
	"runtime"
	"sync"

	"golang.org/x/crypto/argon2"
)

// slowDigests makes what is stored of a list: a digest that takes a while to compute. A phone number has some thirty bits
// of chance, so that whoever has a quick digest of a short list, or of a list of which one number is not known, finds it
// by trying all of them. It is Argon2id over the SHA-256 of the list, which needs memory as well, so that graphics cards
// are of little help.
//
// There is neither salt nor key. Terraform plans a task before it exists, and in several processes, which must all come to
// the same digest; and two tasks with the same list are recognised by it. DESIGN.md has the reasons.
//
// It is safe for concurrent use.
type slowDigests struct {
	passes, memoryKiB uint32
	mu                sync.Mutex // one at a time, so that they need the memory of one
	made              map[string]string
}

// The cost is fixed for ever, since another one makes another digest of the same list, and each task would seem to have
// changed. It is one that OWASP recommends for passwords, and one pass more: some 40 ms.
const (
	digestPasses    = 4
	digestMemoryKiB = 12 << 10
	digestPurpose   = "terraform-provider-yccall: digest of a number list"
)

func newSlowDigests() *slowDigests {
	return &slowDigests{passes: digestPasses, memoryKiB: digestMemoryKiB}
}

// of returns what is stored of a list with a quick digest. It is empty if that is.
func (d *slowDigests) of(sha256 string) string {
	if sha256 == "" {
		return ""
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if stored, ok := d.made[sha256]; ok {
		return stored
	}
	if d.memoryKiB == digestMemoryKiB {
		runtime.GC() // otherwise its memory comes on top of all that lies about, and a list of a million has little to spare
	}
	stored := hex.EncodeToString(argon2.IDKey([]byte(sha256), []byte(digestPurpose), d.passes, d.memoryKiB, 1, 32))
	if d.made == nil {
		d.made = map[string]string{}
	}
	d.made[sha256] = stored
	return stored
}

// stored returns what is stored of a list with a quick digest. States are also upgraded by a provider that has not been
// configured.
func (d *providerData) stored(sha256 string) string {
	if d == nil {
		return newSlowDigests().of(sha256)
	}
	return d.digests.of(sha256)
}
