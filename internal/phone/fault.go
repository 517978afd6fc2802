package phone

import (
	"fmt"
	"strings"
)

// Fault is a kind of thing that is wrong with a phone. The same kind is the same *Fault, so that rows can be grouped.
type Fault struct {
	One    string // what is wrong with one phone, as the end of a sentence that begins with it: "has a letter"
	Many   string // what is wrong with several: "have a letter"
	Advice string // what to do, a sentence of its own
}

// Error is a [Fault] of a text. It never holds the text.
type Error struct {
	Fault     *Fault
	Character int // where the fault is, counted from 1; 0 if it is the whole text
}

// Error reads as the end of a sentence that begins with the name of the field.
func (e *Error) Error() string {
	text := e.Fault.One
	if e.Character > 0 {
		text += fmt.Sprintf(" (character %d)", e.Character)
	}
	if e.Fault.Advice != "" {
		text += ": " + strings.ToLower(e.Fault.Advice[:1]) + strings.TrimSuffix(e.Fault.Advice[1:], ".")
	}
	return text
}

// have makes a Fault whose two forms differ in the verb alone.
func have(what, advice string) *Fault { return &Fault{"has " + what, "have " + what, advice} }

func are(what, advice string) *Fault { return &Fault{"is " + what, "are " + what, advice} }

var (
	faultMissing  = are("missing", "")
	faultNoDigits = have("no digits", "Write the number, or take the row out.")
	faultLetter   = have("a letter", "Write digits only.")
	faultScript   = have("digits of another script than 0 to 9", "Write them as 0 to 9.")
	faultOdd      = have("a character that belongs to no phone", "Write digits, with spaces, hyphens or parentheses between them if you like.")
	faultPlus     = have("a + that is not in front", "Write one number in each row, and the + in front of it.")
	faultShort    = have(fmt.Sprintf("fewer than %d digits", MinDigits), "Write the whole number, with its area code.")
	faultLong     = have(fmt.Sprintf("more than %d digits", MaxDigits), "Write one number in each row, and look whether the column has the phones.")
	faultIDCard   = are("the number of an identity card, as it seems", "Look which column has the phones.")
	faultHashes   = are("a row of # signs, which a spreadsheet shows in a column that is too narrow", "Widen the column and save the list again.")
	faultRounded  = &Fault{
		"was shortened by a spreadsheet, as in 1.5E+10", "were shortened by a spreadsheet, as in 1.5E+10",
		"The digits are lost: format the column as text and bring the numbers in again.",
	}
	faultDecimal  = have("decimals", "Format the column as text and save the list again.")
	faultGrouping = have("commas between groups of digits, as an amount of money has", "Format the column as text and save the list again.")
	faultDate     = &Fault{
		"looks like a date", "look like dates", "Look which column has the phones, and format it as text.",
	}
	faultTwo         = have("two numbers", "Write each number in a row of its own.")
	faultNumbered    = have("what seems to be the number of a row in front", "Take it out, or write the digits together if they belong to the phone.")
	faultHidden      = have("digits hidden behind other characters", "Export the list with whole numbers.")
	faultFormula     = are("a formula, or the error of one", "Save the list with values instead of formulas.")
	faultComment     = &Fault{"begins with #, as a comment does", "begin with #, as comments do", "Lists have no comments: take the line out."}
	faultExtension   = have("an extension behind the number", "The platform takes no extensions: leave it out if the number can be called without.")
	faultHyphen      = have("what seems to be an extension at the end", "Leave it out, write all digits together if these digits belong to the number, or write each number of a range in a row of its own.")
	faultParenthesis = have("digits in a parenthesis at the end", "Leave them out if they are an extension, or take the parenthesis away.")
	faultSlash       = have("a slash", "Write a hyphen or a space behind an area code, and each number in a row of its own.")
	faultSingle      = &Fault{
		"stands in single quotes", "stand in single quotes", "Leave the quotes out, or write double ones.",
	}
	faultTrunkZero = have("a 0 behind the country code, which is left out when one is dialled",
		"Write the number without this 0, or without the country code.")
)
