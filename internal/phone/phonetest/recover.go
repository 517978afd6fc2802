package phonetest

import (
	"crypto/md5"  //nolint:gosec // An attacker may try it.
	"crypto/sha1" //nolint:gosec // An attacker may try it.
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"hash/adler32"
	"hash/crc32"
	"hash/crc64"
	"hash/fnv"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

// Recovered plays somebody who has a state or plan file and tries numbers out. It returns how the text gives some of these
// numbers away: as they are, or by a function that is quick enough to be tried with all numbers there are. That is a
// number or the whole list as text, as an integer, packed as this provider does it, or added up; what some of these digests
// tell as well, such as that of a list with its other fields; each of it as it is or digested, in any encoding.
func Recovered(text string, numbers []string, digests ...string) []string {
	var found []string
	held := holdings(text)
	for name, value := range secrets(numbers, digests) {
		for function, made := range quick(value) {
			if len(made) >= minBytes && held.has(made) {
				found = append(found, name+", "+function)
			}
		}
	}
	slices.Sort(found)
	return found
}

// minBytes is how short a digest may be cut and still tell a number.
const minBytes = 4

// secrets are what somebody could look for, by a name without numbers.
func secrets(numbers, digests []string) map[string][]byte {
	all := map[string][]byte{}
	var packed, sorted []byte
	var sum, xor uint64
	keys := make([]uint64, 0, len(numbers))
	for i, number := range numbers {
		n, err := phone.Read(number)
		if err != nil {
			continue
		}
		key, name := uint64(n), "number "+strconv.Itoa(i)
		digits, _ := strconv.ParseUint(strings.TrimPrefix(n.String(), "+"), 10, 64)
		all[name+" as text"] = []byte(n.String())
		all[name+" as it stands there"] = []byte(number)
		all[name+" packed"] = binary.BigEndian.AppendUint64(nil, key)
		all[name+" packed, little end first"] = binary.LittleEndian.AppendUint64(nil, key)
		all[name+" packed, as text"] = strconv.AppendUint(nil, key, 10)
		all[name+" as an integer"] = big.NewInt(0).SetUint64(digits).Bytes()
		all[name+" as a record"] = append(binary.BigEndian.AppendUint64(nil, key), make([]byte, 8)...)
		packed = binary.BigEndian.AppendUint64(packed, key)
		packed = append(packed, make([]byte, 8)...)
		keys = append(keys, key)
		sum, xor = sum+key, xor^key
	}
	slices.Sort(keys)
	for _, key := range keys {
		sorted = append(binary.BigEndian.AppendUint64(sorted, key), make([]byte, 8)...)
	}
	all["the list, packed"], all["the sorted list, packed"] = packed, sorted
	for _, separator := range []string{"", ",", "\n", ";"} {
		all["the list with "+strconv.Quote(separator)] = []byte(strings.Join(numbers, separator))
	}
	for name, n := range map[string]uint64{"sum": sum, "xor": xor} {
		all["the "+name] = binary.BigEndian.AppendUint64(nil, n)
		all["the "+name+" as text"] = strconv.AppendUint(nil, n, 10)
	}
	for i, digest := range digests {
		raw, _ := hex.DecodeString(digest)
		all["digest "+strconv.Itoa(i)], all["digest "+strconv.Itoa(i)+" as text"] = raw, []byte(digest)
	}
	return all
}

// quick are the functions that somebody could try.
func quick(value []byte) map[string][]byte {
	if len(value) == 0 {
		return nil
	}
	s256, s512 := sha256.Sum256(value), sha512.Sum512(value)
	s1, m := sha1.Sum(value), md5.Sum(value) //nolint:gosec // An attacker may try them.
	f32, f64 := fnv.New32a(), fnv.New64a()
	_, _ = f32.Write(value)
	_, _ = f64.Write(value)
	twice := sha256.Sum256(s256[:])
	return map[string][]byte{
		"plain": value, "SHA-256": s256[:], "SHA-256 twice": twice[:], "SHA-512": s512[:], "SHA-1": s1[:], "MD5": m[:],
		"CRC-32":  binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(value)),
		"CRC-64":  binary.BigEndian.AppendUint64(nil, crc64.Checksum(value, crc64.MakeTable(crc64.ECMA))),
		"Adler":   binary.BigEndian.AppendUint32(nil, adler32.Checksum(value)),
		"FNV-32a": f32.Sum(nil), "FNV-64a": f64.Sum(nil),
	}
}

// held are the values in a text, in each way in which it can be read.
type held struct {
	text string
	raw  []string // decoded texts
}

var words = regexp.MustCompile(`[0-9A-Za-z+/_-]{6,}`)

// holdings reads each word of a text as hexadecimal, with digits and with the letters a to p, as base64 and as an integer,
// and what that gives once more: private state is base64 in a state file.
func holdings(text string) held {
	h := held{text: text}
	for _, word := range words.FindAllString(text, -1) {
		for _, raw := range decoded(word) {
			h.raw = append(h.raw, raw)
			for _, inner := range words.FindAllString(raw, -1) {
				h.raw = append(h.raw, decoded(inner)...)
			}
		}
	}
	return h
}

// decoded is what a word may stand for.
func decoded(word string) []string {
	var all []string
	letters := strings.Map(func(r rune) rune {
		if r < 'a' || r > 'p' {
			return -1
		}
		return rune("0123456789abcdef"[r-'a'])
	}, word[max(0, len(word)-28):])
	for _, text := range []string{word, word[strings.LastIndexAny(word, "-_")+1:], letters} {
		if raw, err := hex.DecodeString(text); err == nil {
			all = append(all, string(raw))
		}
	}
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		if raw, err := encoding.DecodeString(word); err == nil {
			all = append(all, string(raw))
		}
	}
	if n, err := strconv.ParseUint(word, 10, 64); err == nil {
		all = append(all, string(binary.BigEndian.AppendUint64(nil, n)))
	}
	return all
}

// has reports whether a value is there, as it is, or as the beginning of what a word stands for.
func (h held) has(value []byte) bool {
	whole := string(value)
	if len(whole) <= 4 { // too short to be sought anywhere: somewhere it stands by chance
		return slices.Contains(h.raw, whole) || slices.Contains(h.raw, "\x00\x00\x00\x00"+whole)
	}
	if strings.Contains(h.text, whole) {
		return true
	}
	for _, raw := range h.raw {
		if strings.Contains(raw, whole) || len(raw) >= 8 && len(whole) > len(raw) && strings.HasPrefix(whole, raw) {
			return true
		}
	}
	return false
}
