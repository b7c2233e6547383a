"""Why an archive is refused, in French: every sentence of the import, with whatever parts it may have."""

from __future__ import annotations

import re

import pytest

from scoring.api.language import archive_in_language, in_language
from scoring.tables.content import REMEDIES, Content
from scoring.tables.histories import expectations
from scoring.tables.numbers import HINTS
from scoring.tables.rules.column_rule import column_rules
from scoring.tables.schema import CONTRACT
from scoring.tables.witnesses.between import BONDS
from scoring.tables.witnesses.relations import RELATIONS

READ = (Content.EMPTY, Content.TEXT, Content.PARQUET, Content.ZIP, Content.GZIP, Content.ZSTANDARD, Content.BZIP2)
WITNESSES = [w for w in (*(r for table in RELATIONS.values() for r in table), *BONDS) if w.refused_below]
RULES = [rule for table in CONTRACT.values() for rule in column_rules(table).values()]
PARTS = {
    *(witness.expected for witness in WITNESSES),
    *(witness.means for witness in WITNESSES),
    *(expectation.words for expectation in expectations()),
    *(content.value for content in Content if content not in (*READ, Content.XZ)),
    *(f"'x' ({hint})" for _, hint in HINTS),
    *(rule.expected for rule in RULES),
}


@pytest.mark.parametrize("part", sorted(PARTS))
def test_every_part_of_a_sentence_has_its_french(part):
    assert in_language(part, "fr", "archives") != part


@pytest.mark.parametrize("part", sorted(PARTS))
def test_no_part_of_a_french_sentence_has_a_decimal_point(part):
    assert re.findall(r"\d\.\d", in_language(part, "fr", "archives")) == []


@pytest.mark.parametrize("remedy", sorted(set(REMEDIES.values())))
def test_every_remedy_has_its_french(remedy):
    assert remedy not in archive_in_language(f"bureau.csv: expected rows, got an empty table. {remedy}", "fr")


SENTENCES = {
    "application_train.csv: column AMT_ANNUITY: it does not fit AMT_CREDIT and AMT_INCOME_TOTAL in 28 of 129 rows: it "
    "looks like another column or another unit; expected amounts that fit each other. Give amounts in the unit that "
    "Kaggle's tables have.": "application_train.csv : colonne AMT_ANNUITY : cela ne s’accorde pas avec AMT_CREDIT et "
    "AMT_INCOME_TOTAL dans 28 lignes sur 129 : il semble que ce soit une autre colonne ou une autre unité ; attendu : "
    "des montants qui s’accordent. Donnez les montants dans l’unité des tables de Kaggle.",
    "application_train: column EXT_SOURCE_2: expected scores from 0 to 0.855, most of them in the upper half, got "
    "scores that look turned round (1 - score), 19 of 128 above that. Give the score as its sender does: high for "
    "those who repay; 1 - score turns it back.": "application_train : colonne EXT_SOURCE_2 : des scores de 0 à 0,855, "
    "la plupart dans la moitié haute, étaient attendus, reçu des scores qui semblent retournés (1 - score), dont 19 "
    "sur 128 au-dessus. Donnez le score tel que son émetteur le donne : élevé pour ceux qui remboursent ; 1 - score le "
    "remet à l’endroit.",
    "bureau_balance: rows are missing: 20 of 30 loans have gaps between their months (67%; expected 25% at most; one "
    "is SK_ID_BUREAU 7). Export the table again, to its end.": "bureau_balance : il manque des lignes : 20 sur 30 "
    "prêts ont des trous entre leurs mois (67 % ; 25 % au plus attendus ; par exemple SK_ID_BUREAU 7). Exportez de "
    "nouveau la table, jusqu’à sa fin.",
    "bureau.csv: expected the header in one line, got an end of line inside 'AMT'. Export the table again from "
    "Kaggle's archive.": "bureau.csv : l’en-tête était attendu sur une seule ligne, reçu une fin de "
    "ligne dans 'AMT'. Exportez de nouveau la table depuis l’archive de Kaggle.",
    "bureau.csv: a blank stands before a quotation mark. Export the table without blanks behind its separators.": ""
    "bureau.csv : un blanc précède un guillemet. Exportez la table sans blancs derrière ses séparateurs.",
    "bureau.parquet: cannot be read as a table: it is cut off or damaged (its end is missing). Export the table again "
    "from Kaggle's archive.": "bureau.parquet : illisible comme table : le fichier est coupé ou endommagé (sa fin "
    "manque). Exportez de nouveau la table depuis l’archive de Kaggle.",
    "a.zip: bureau.csv is packed by a method that is not read here (deflate, bzip2 and lzma are). Unpack it and name "
    "the folder.": "a.zip : bureau.csv est comprimé par une méthode qui n’est pas lue ici (deflate, bzip2 et lzma le "
    "sont). Décompressez-le, et renvoyez les tables dans une seule archive.",
    "bureau.csv: column AMT_CREDIT_SUM, line 7: expected a number, got '1 000,5' (something stands between thousands); "
    "12 rows are like this. Export the table again from Kaggle's archive.": "bureau.csv : colonne AMT_CREDIT_SUM, "
    "ligne 7 : attendu un nombre, reçu '1 000,5' (quelque chose sépare les milliers) ; 12 lignes sont ainsi. Exportez "
    "de nouveau la table depuis l’archive de Kaggle.",
    "application_train: column AMT_ANNUITY: expected AMT_CREDIT from 8 to 47 times AMT_ANNUITY for 97% of the clients "
    "at least, got 210 of 430: rows or columns were moved against each other, or one of them is in another unit. "
    "Export the table again, with every column and every number of a client from the same rows.": "application_train : "
    "colonne AMT_ANNUITY : attendu, pour 97 % des clients au moins, AMT_CREDIT de 8 à 47 fois AMT_ANNUITY ; c’est le "
    "cas de 210 sur 430 : des lignes ou des colonnes ont été décalées les unes des autres, ou l’une est dans une autre "
    "unité. Exportez de nouveau la table, chaque colonne et chaque numéro de client venant des mêmes lignes.",
    "application_train.csv: column DAYS_BIRTH: signs are turned round: DAYS_BIRTH is positive in all 300 rows (for "
    "instance 8878); expected a number from -36,525 to -6,574 (and 4 more columns are refused: A, B). Turn the signs "
    "of the column, or export the table again from Kaggle's archive.": "application_train.csv : colonne DAYS_BIRTH : "
    "les signes sont inversés : DAYS_BIRTH est positif dans chacune des 300 lignes (par exemple 8878) ; attendu : un "
    "nombre de −36 525 à −6 574 (et 4 autres colonnes sont refusées : A, B). Inversez les signes de la colonne, ou "
    "exportez de nouveau la table depuis l’archive de Kaggle.",
    "bureau.csv: expected a header with the columns of bureau (SK_ID_CURR and 14 more), got 'x' (900 characters). "
    "Export the table again from Kaggle's archive.": "bureau.csv : un en-tête avec les colonnes de la table bureau "
    "(SK_ID_CURR et 14 autres) était attendu, reçu 'x' (900 caractères). Exportez de "
    "nouveau la table depuis l’archive de Kaggle.",
    "bureau.csv: expected rows of some of 300 clients, got an empty table (8 clients at most may all have none). "
    "Export the table again from Kaggle's archive.": "bureau.csv : des lignes de quelques-uns des 300 clients étaient "
    "attendues, reçu une table vide (8 clients au plus peuvent tous n’en avoir aucune). Exportez de nouveau la table "
    "depuis l’archive de Kaggle.",
    "bureau: rows are missing: 296 of 476 credits with months (bureau_balance) are missing from it (62%; expected 25% "
    "at most; one is SK_ID_BUREAU 7000002). Export both tables again, at the same time and to their end.": "bureau : "
    "il manque des lignes : 296 sur 476 crédits qui ont des mois (bureau_balance) n’y sont pas (62 % ; 25 % au plus "
    "attendus ; par exemple SK_ID_BUREAU 7000002). Exportez de nouveau les deux tables, en même temps et jusqu’à leur "
    "fin.",
    "application_train: column EXT_SOURCE_3: expected scores that crowd in the middle, got 48 as evenly spread as "
    "ranks or quantiles. Give the score as its sender does, not a client's rank among the others.": "application_train "
    ": colonne EXT_SOURCE_3 : des scores serrés autour du milieu étaient attendus, reçu 48 scores aussi régulièrement "
    "espacés que des rangs ou des quantiles. Donnez le score tel que son émetteur le donne, et non le rang du client "
    "parmi les autres.",
    "a.zip: expected application_train.csv or application_test.csv, got bureau.csv. application_train.csv left aside: "
    "an empty folder or archive. Put the table's file in its place. Download home-credit-default-risk.zip from Kaggle "
    "again, or name a folder with its files.": "a.zip : application_train.csv ou application_test.csv était attendu, "
    "reçu bureau.csv. Laissé de côté : application_train.csv, dossier ou archive vide. Mettez le fichier de la table à "
    "sa place. Téléchargez de nouveau home-credit-default-risk.zip depuis Kaggle.",
}


@pytest.mark.parametrize("english", SENTENCES)
def test_a_sentence_is_french_to_its_last_part(english):
    french = re.sub("[\u00a0\u202f]", " ", archive_in_language(english, "fr"))
    assert french == SENTENCES[english]
    assert archive_in_language(english, "en") == english


def test_why_a_job_failed_is_told_as_before():
    broken = "The job could not be finished; the log of the API says more. Send the archive again."
    assert archive_in_language(broken, "fr").startswith("Le travail n’a pas pu être terminé")


WHOLE = ("a column that is refused as a whole", "une colonne refusée en entier")
COLUMNS = [
    (
        "MONTHS_BALANCE: expected a whole number from -600 to 0",
        "(signs are turned round: MONTHS_BALANCE is positive in 28 of 29 rows (for instance 1)).",
        "MONTHS_BALANCE : attendu un nombre entier de -600 à 0",
        "(les signes sont inversés : MONTHS_BALANCE est positif dans 28 lignes sur 29 (par exemple 1)).",
    ),
    (
        "AMT_CREDIT: expected a number from 0 to 10,000,000,000",
        "(signs are turned round: AMT_CREDIT is negative in all 6 rows (for instance -4861.41)).",
        "AMT_CREDIT : attendu un nombre de 0 à 10 000 000 000",
        "(les signes sont inversés : AMT_CREDIT est négatif dans chacune des 6 lignes (par exemple -4861.41)).",
    ),
    (
        "CREDIT_TYPE: expected one of 15 texts",
        "(all 6 texts are known to nobody, for instance 'x': it looks like hashes in place of texts).",
        "CREDIT_TYPE : attendu l’un de 15 textes",
        "(tous les 6 textes sont inconnus, par exemple 'x' : cela ressemble à des empreintes au lieu de textes).",
    ),
]


@pytest.mark.parametrize(("begin", "end", "french_begin", "french_end"), COLUMNS)
def test_a_column_refused_in_a_request_is_told_in_french_too(begin, end, french_begin, french_end):
    english = f"bureau.{begin}, got {WHOLE[0]} {end}"
    french = re.sub("[\u00a0\u202f]", " ", in_language(english, "fr"))
    assert french == f"bureau.{french_begin}, reçu {WHOLE[1]} {french_end}"
