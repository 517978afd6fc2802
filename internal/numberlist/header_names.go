package numberlist

import (
	"slices"
	"strings"
	"unicode"
)

// usualNames are what other programs call the columns, as plainName has them.
var usualNames = map[field][]string{
	fieldPhone: {
		"mobile", "mobilephone", "mobilenumber", "mobileno", "phonenumber", "phoneno", "cell", "cellphone", "cellnumber", "tel",
		"telephone", "telephonenumber", "telno", "telnumber", "msisdn", "number", "contactnumber", "contactphone", "contactno", "contact",
		"telefon", "telefonnummer", "telefonnr", "rufnummer", "mobil", "mobilnummer", "mobiltelefon", "handy", "handynummer",
		"telefono", "teléfono", "móvil", "celular", "telefone", "téléphone", "portable", "hp", "nohp",
		"手机", "手机号", "手机号码", "电话", "电话号码", "联系电话", "联系方式", "号码", "移动电话", "客户电话", "客户手机", "被叫号码",
		"電話", "電話番号", "電話號碼", "手機", "手機號碼", "聯絡電話", "携帯", "携帯電話", "携帯番号",
	},
	fieldUserID: {
		"customerid", "customer", "customernumber", "customerno", "custid", "clientid", "contactid", "recordid", "uid", "kundennummer", "kundennr",
		"客户编号", "客户id", "客户号", "用户id", "用户编号", "客戶編號", "顧客番号",
	},
	fieldMemberID: {"membershipid", "membernumber", "memberno", "mitgliedsnummer", "会员编号", "会员号", "会员id", "會員編號"},
}

// countryCodeNames and areaCodeNames are what programs call a column that has a part of the phone beside it.
var (
	countryCodeNames = []string{
		"phonecode", "countrycode", "phonecountrycode", "callingcode", "dialcode", "dialingcode", "countrycallingcode", "prefix", "isdcode",
		"cc", "intlcode", "countryprefix", "codepays", "landesvorwahl", "ländervorwahl", "国家码", "国家代码", "国家区号", "国际区号", "國碼",
	}
	areaCodeNames = []string{"area", "areacode", "phoneareacode", "citycode", "stdcode", "vorwahl", "ortsvorwahl", "indicatif", "prefijo", "区号", "區號", "城市区号"}
)

// namesPhones reports whether a name is one that a column of phones has, here or in other programs.
func namesPhones(name string) bool {
	f, known := fieldNamed([]byte(name))
	return known && f == fieldPhone || slices.Contains(usualNames[fieldPhone], plainName(name))
}

// plainName drops what differs between two ways to write one name.
func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}
