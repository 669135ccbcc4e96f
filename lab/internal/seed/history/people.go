package history

import "fmt"

// Person is a demo customer; the same number is the same person in every run.
type Person struct {
	Name, Email string
	Address     Address
}

// Address is a shipping address as the order API takes and stores it.
type Address struct {
	Name       string  `json:"name"`
	Line1      string  `json:"line1"`
	Line2      *string `json:"line2,omitempty"`
	City       string  `json:"city"`
	PostalCode string  `json:"postal_code"`
	Country    string  `json:"country"`
}

var (
	firstNames = []string{"Ada", "Linus", "Grace", "Emil", "Zofia", "Mateo", "Ingrid", "Youssef", "Chiara", "Noah", "Freya", "Luca",
		"Amélie", "Jonas", "Marta", "Hugo", "Elif", "Oskar", "Inês", "Theo", "Lena", "Pablo", "Saoirse", "Anton", "Mila", "Félix",
		"Nora", "Tomasz", "Giulia", "Kofi", "Astrid", "Sami", "Clara", "Daan", "Ewa", "Marco", "Sofia", "Finn", "Leyla", "Viktor", "Maud"}
	lastNames = []string{"Vogel", "Moreau", "Jansen", "Kowalska", "Rossi", "Lindqvist", "García", "Novák", "O’Brien", "Fischer",
		"de Vries", "Silva", "Berger", "Nielsen", "Haddad", "Laurent", "Horváth", "Costa", "Yıldız", "Wagner", "Bakker", "Ferrari",
		"Dubois", "Schmid", "Romero", "Kaya", "Zielińska", "Hansen", "Petit", "Keller", "Murphy", "Moretti", "Visser", "Ibrahim",
		"Brandt", "Svoboda", "Almeida", "Lefèvre", "Winter", "Ortega", "Mensah", "Bianchi", "Larsen"}
	// A place that is listed more often has more customers.
	places = []struct{ city, postalCode, country, street string }{
		{"Berlin", "10119", "DE", "Torstraße"}, {"Rotterdam", "3012 CN", "NL", "Witte de Withstraat"},
		{"Madrid", "28004", "ES", "Calle de Fuencarral"}, {"Lyon", "69001", "FR", "Rue de la République"},
		{"München", "80331", "DE", "Sendlinger Straße"}, {"Milano", "20121", "IT", "Via Brera"},
		{"København", "1256", "DK", "Bredgade"}, {"Wien", "1070", "AT", "Neubaugasse"},
		{"Hamburg", "20095", "DE", "Mönckebergstraße"}, {"Dublin", "D02 X285", "IE", "Dame Street"},
		{"Porto", "4050-253", "PT", "Rua das Flores"}, {"Kraków", "31-042", "PL", "Rynek Główny"},
		{"Köln", "50667", "DE", "Hohe Straße"}, {"Zürich", "8001", "CH", "Niederdorfstrasse"},
		{"Antwerpen", "2000", "BE", "Meir"}, {"London", "EC1A 4HD", "GB", "Long Lane"},
		{"Leipzig", "04109", "DE", "Petersstraße"},
	}
)

// DemoPerson makes up customer number n, from 1 on. The lists have lengths without a common divisor, so that the
// first 1763 names differ.
func DemoPerson(n int) Person {
	name := firstNames[n%len(firstNames)] + " " + lastNames[n%len(lastNames)]
	place := places[n%len(places)]
	return Person{
		Name:  name,
		Email: fmt.Sprintf("demo%04d@oms.example", n),
		Address: Address{Name: name, Line1: fmt.Sprintf("%s %d", place.street, 1+n*7%120),
			City: place.city, PostalCode: place.postalCode, Country: place.country},
	}
}

// Notes are what customers write to the shop.
var Notes = []string{"Please ring twice.", "Leave it with the neighbour.", "It is a present, no invoice please."}
