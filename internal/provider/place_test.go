package provider

import "testing"

func TestEndpointsAreComparedWithoutWhatMakesNoDifference(t *testing.T) {
	t.Parallel()
	for endpoint, want := range map[string]string{
		"https://yccall.example.com":          "https://yccall.example.com",
		"https://yccall.example.com/":         "https://yccall.example.com",
		"HTTPS://Yccall.Example.com:443/":     "https://yccall.example.com",
		"http://yccall.example.com:80":        "http://yccall.example.com",
		"https://yccall.example.com:8443/Api": "https://yccall.example.com:8443/Api",
	} {
		if got := canonicalEndpoint(endpoint); got != want {
			t.Errorf("%s is compared as %s, want %s", endpoint, got, want)
		}
	}
	here := place{"https://a", "1"}
	for name, test := range map[string]struct {
		made place
		want bool
	}{
		"not remembered":    {place{}, false},
		"the same":          {here, false},
		"without a company": {place{Endpoint: "https://a"}, false},
		"another endpoint":  {place{"https://b", "1"}, true},
		"another company":   {place{"https://a", "2"}, true},
	} {
		if got := test.made.other(here); got != test.want {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}
