package yccall

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"slices"
	"strconv"
	"strings"
)

// form is the parameters of one request, in the order they are sent.
type form []field

type field struct {
	name  string
	value []byte
}

// set adds a parameter that is always sent.
func (f *form) set(name, value string) { *f = append(*f, field{name, []byte(value)}) }

// has reports whether there is a parameter of that name.
func (f form) has(name string) bool {
	return slices.ContainsFunc(f, func(p field) bool { return p.name == name })
}

// setBytes adds a parameter without copying its value.
func (f *form) setBytes(name string, value []byte) { *f = append(*f, field{name, value}) }

// setInt adds an integer parameter that is always sent.
func (f *form) setInt(name string, value int) { f.set(name, strconv.Itoa(value)) }

// optional adds a parameter unless its value is empty. The platform validates an
// empty parameter as given (an integer becomes 0, an enumeration is refused), so
// one that is not set has to be left out.
func (f *form) optional(name, value string) {
	if value != "" {
		f.set(name, value)
	}
}

// optionalInt adds an integer parameter unless it is nil.
func (f *form) optionalInt(name string, value *int) {
	if value != nil {
		f.setInt(name, *value)
	}
}

// optionalSwitch adds "1" for true and "0" for false, and nothing for nil.
func (f *form) optionalSwitch(name string, value *bool) {
	if value != nil {
		f.set(name, map[bool]string{true: "1", false: "0"}[*value])
	}
}

// personal returns the personal data that the form holds: the numbers and what stands
// beside them. TaskCreat and TaskAdd take JSON, taskDelPhone a list with commas.
func (f form) personal() []string {
	var texts []string
	for _, p := range f {
		if p.name != "telphone" {
			continue
		}
		var entries []struct {
			Phone      flexText `json:"phone"`
			UserID     flexText `json:"userid"`
			MemberID   flexText `json:"memberid"`
			CustomUUID flexText `json:"customuuid"`
			Ext        flexText `json:"ext"`
		}
		if json.Unmarshal(p.value, &entries) != nil {
			texts = append(texts, strings.Split(string(p.value), ",")...)
			continue
		}
		for _, e := range entries {
			texts = append(texts, e.Phone.value, e.UserID.value, e.MemberID.value, e.CustomUUID.value, e.Ext.value)
		}
	}
	return texts
}

// encode writes the form as multipart/form-data, as the platform's own example
// does, and returns it with its content type. The result is one slice and not a
// stream, so that the request has a Content-Length: not every front end of a PHP
// server takes a chunked body. It is not taken from a pool, because net/http may
// still read a request's body after the function that sent it has returned.
func (f form) encode() (body []byte, contentType string, err error) {
	size := 0
	for _, p := range f {
		const partOverhead = 160 // boundary, Content-Disposition and line ends
		size += partOverhead + len(p.name) + len(p.value)
	}
	var buf bytes.Buffer
	buf.Grow(size + 80) // and the closing boundary

	w := multipart.NewWriter(&buf)
	for _, p := range f {
		part, err := w.CreateFormField(p.name)
		if err != nil {
			return nil, "", err
		}
		if _, err := part.Write(p.value); err != nil {
			return nil, "", err
		}
	}
	if err := w.Close(); err != nil {
		return nil, "", err
	}
	return buf.Bytes(), w.FormDataContentType(), nil
}
