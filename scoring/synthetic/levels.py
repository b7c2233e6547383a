"""How often each text occurs, roughly as in the real tables (shares, or weights that need not sum to 1)."""

from __future__ import annotations

INCOME_TYPE_LOW = {"Working": 0.68, "Commercial associate": 0.245, "State servant": 0.075, "Student": 0.0001}
INCOME_TYPE_HIGH = {
    "Working": 0.56,
    "Commercial associate": 0.33,
    "State servant": 0.11,
    "Businessman": 0.0001,
    "Maternity leave": 0.0001,
}

EDUCATION = (
    {
        "Secondary / secondary special": 0.93,
        "Lower secondary": 0.03,
        "Incomplete higher": 0.02,
        "Higher education": 0.02,
    },
    {
        "Secondary / secondary special": 0.86,
        "Lower secondary": 0.015,
        "Incomplete higher": 0.03,
        "Higher education": 0.1,
    },
    {
        "Secondary / secondary special": 0.67,
        "Lower secondary": 0.007,
        "Incomplete higher": 0.04,
        "Higher education": 0.29,
    },
    {
        "Secondary / secondary special": 0.4,
        "Incomplete higher": 0.04,
        "Higher education": 0.56,
        "Academic degree": 0.002,
    },
)

OCCUPATION = (
    {"Laborers": 0.2, "Sales staff": 0.27, "Core staff": 0.1, "Cooking staff": 0.06, "Cleaning staff": 0.05,
     "Medicine staff": 0.06, "Accountants": 0.03, "Security staff": 0.02, "Low-skill Laborers": 0.01,
     "Waiters/barmen staff": 0.012, "Private service staff": 0.02, "Managers": 0.06, "Secretaries": 0.008},
    {"Laborers": 0.43, "Drivers": 0.25, "Security staff": 0.07, "Core staff": 0.06, "High skill tech staff": 0.05,
     "Managers": 0.06, "Sales staff": 0.05, "Low-skill Laborers": 0.02, "Realty agents": 0.002},
    {"Core staff": 0.24, "Managers": 0.2, "Accountants": 0.14, "Sales staff": 0.14, "High skill tech staff": 0.08,
     "Medicine staff": 0.06, "Laborers": 0.08, "Secretaries": 0.015, "HR staff": 0.007, "Private service staff": 0.02,
     "Realty agents": 0.006},
    {"Managers": 0.28, "Core staff": 0.2, "High skill tech staff": 0.14, "Laborers": 0.15, "Drivers": 0.1,
     "Sales staff": 0.08, "IT staff": 0.015, "Security staff": 0.03},
)  # fmt: skip

ORGANIZATION = {
    "Business Entity Type 3": 68.0, "Self-employed": 38.4, "Other": 16.7, "Medicine": 11.2,
    "Business Entity Type 2": 10.6, "Government": 10.4, "School": 8.9,
    "Trade: type 7": 7.8, "Kindergarten": 6.9, "Construction": 6.7,
    "Business Entity Type 1": 6.0, "Transport: type 4": 5.4, "Trade: type 3": 3.5, "Industry: type 9": 3.4,
    "Industry: type 3": 3.3, "Security": 3.2, "Housing": 3.0, "Industry: type 11": 2.7, "Military": 2.6, "Bank": 2.5,
    "Agriculture": 2.5, "Police": 2.3, "Transport: type 2": 2.2, "Postal": 2.2, "Security Ministries": 2.0,
    "Trade: type 2": 1.9, "Restaurant": 1.8, "Services": 1.6, "University": 1.3, "Industry: type 7": 1.3,
    "Transport: type 3": 1.2, "Industry: type 1": 1.0, "Hotel": 1.0, "Electricity": 0.95, "Industry: type 4": 0.88,
    "Trade: type 6": 0.63, "Industry: type 5": 0.6, "Insurance": 0.6, "Telecom": 0.58, "Emergency": 0.56,
    "Industry: type 2": 0.46, "Advertising": 0.43, "Realtor": 0.4, "Culture": 0.38, "Industry: type 12": 0.37,
    "Trade: type 1": 0.35, "Mobile": 0.32, "Legal Services": 0.3, "Cleaning": 0.26, "Transport: type 1": 0.2,
    "Industry: type 6": 0.11, "Industry: type 10": 0.11, "Religion": 0.085, "Industry: type 13": 0.067,
    "Trade: type 4": 0.064, "Trade: type 5": 0.049, "Industry: type 8": 0.024,
}  # fmt: skip

FAMILY_STATUS = (
    {"Married": 0.42, "Single / not married": 0.39, "Civil marriage": 0.16, "Separated": 0.03},
    {"Married": 0.66, "Single / not married": 0.15, "Civil marriage": 0.11, "Separated": 0.065, "Widow": 0.01},
    {"Married": 0.7, "Single / not married": 0.08, "Civil marriage": 0.08, "Separated": 0.08, "Widow": 0.06},
    {"Married": 0.63, "Single / not married": 0.06, "Civil marriage": 0.05, "Separated": 0.07, "Widow": 0.19},
)

HOUSING = (
    {"House / apartment": 0.72, "With parents": 0.2, "Rented apartment": 0.04, "Municipal apartment": 0.03},
    {"House / apartment": 0.89, "With parents": 0.05, "Municipal apartment": 0.035, "Rented apartment": 0.018,
     "Office apartment": 0.009, "Co-op apartment": 0.004},
    {"House / apartment": 0.93, "With parents": 0.015, "Municipal apartment": 0.037, "Rented apartment": 0.01,
     "Office apartment": 0.009, "Co-op apartment": 0.003},
    {"House / apartment": 0.94, "With parents": 0.002, "Municipal apartment": 0.042, "Rented apartment": 0.006,
     "Office apartment": 0.008, "Co-op apartment": 0.003},
)  # fmt: skip

WEEKDAY = {
    "TUESDAY": 0.175, "WEDNESDAY": 0.169, "MONDAY": 0.165, "THURSDAY": 0.165, "FRIDAY": 0.164, "SATURDAY": 0.11,
    "SUNDAY": 0.052,
}  # fmt: skip

MOVES = {
    "REG_REGION_NOT_LIVE_REGION": 0.015,
    "REG_REGION_NOT_WORK_REGION": 0.051,
    "LIVE_REGION_NOT_WORK_REGION": 0.041,
    "REG_CITY_NOT_LIVE_CITY": 0.078,
    "REG_CITY_NOT_WORK_CITY": 0.23,
    "LIVE_CITY_NOT_WORK_CITY": 0.18,
}

SUITE = {
    "Unaccompanied": 0.808, "Family": 0.1306, "Spouse, partner": 0.037, "Children": 0.0106, "Other_B": 0.0058,
    "Other_A": 0.0028, "Group of people": 0.0009,
}  # fmt: skip

DOCUMENTS = {
    2: 0.00004, 4: 0.00008, 5: 0.0151, 7: 0.0002, 9: 0.0039, 10: 0.00002, 11: 0.0039, 12: 0.00001, 13: 0.0035,
    14: 0.0029, 15: 0.0012, 16: 0.0099, 17: 0.0003, 18: 0.0081, 19: 0.0006, 20: 0.0005, 21: 0.0003,
}  # fmt: skip
ONLY_IN_TRAIN = (2, 10, 12, 13, 14, 15, 16, 17, 19, 20, 21)

BUREAU_TYPE = {
    "Consumer credit": 0.7292, "Credit card": 0.2343, "Car loan": 0.0161, "Mortgage": 0.0107, "Microloan": 0.0072,
    "Loan for business development": 0.00115, "Another type of loan": 0.0006, "Unknown type of loan": 0.0003,
    "Loan for working capital replenishment": 0.0003, "Cash loan (non-earmarked)": 0.00003, "Real estate loan": 0.00002,
    "Loan for the purchase of equipment": 0.00001,
}  # fmt: skip
CURRENCY = {"currency 1": 0.99918, "currency 2": 0.00071, "currency 3": 0.0001, "currency 4": 0.00001}

PURPOSE = {
    "XNA": 0.905, "Repairs": 0.035, "Other": 0.024, "Urgent needs": 0.013, "Buying a used car": 0.0045,
    "Building a house or an annex": 0.004, "Everyday expenses": 0.0037, "Medicine": 0.0034,
    "Payments on other loans": 0.003, "Education": 0.0025,
    "Journey": 0.002, "Purchase of electronic equipment": 0.0017, "Buying a new car": 0.0015,
    "Wedding / gift / holiday": 0.0015, "Buying a home": 0.0013, "Car repairs": 0.0013, "Furniture": 0.0012,
    "Buying a holiday home / land": 0.0008, "Business development": 0.0007, "Gasification / water supply": 0.0005,
    "Buying a garage": 0.0002, "Hobby": 0.0001, "Money for a third person": 0.00005,
    "Refusal to name the goal": 0.00003,
}  # fmt: skip
REJECT = {"HC": 0.595, "LIMIT": 0.195, "SCO": 0.133, "SCOFR": 0.044, "XNA": 0.02, "VERIF": 0.011, "SYSTEM": 0.002}
GOODS = {
    "Mobile": 194.0, "Consumer Electronics": 105.0, "Computers": 90.0, "Audio/Video": 85.5, "Furniture": 45.4,
    "Photo / Cinema Equipment": 21.5, "Construction Materials": 21.2, "Clothing and Accessories": 20.1,
    "Auto Accessories": 6.4, "Jewelry": 5.3, "Homewares": 4.2, "Medical Supplies": 3.3, "Vehicles": 2.9,
    "Sport and Leisure": 2.5, "Gardening": 2.2, "Other": 2.2, "Office Appliances": 2.0, "Tourism": 1.4, "Medicine": 1.3,
    "Direct Sales": 0.4, "Fitness": 0.18, "Additional Service": 0.11, "Education": 0.09, "Weapon": 0.07,
    "Insurance": 0.05,
}  # fmt: skip
SELLER = {
    "Consumer electronics": 341.7, "Connectivity": 238.4, "Furniture": 49.0, "Construction": 25.4, "Clothing": 19.9,
    "Industry": 16.0, "Auto technology": 4.0, "Jewelry": 2.3, "MLM partners": 1.0, "Tourism": 0.4,
}  # fmt: skip
CHANNEL = (
    {
        "Credit and cash offices": 0.82,
        "Contact center": 0.08,
        "AP+ (Cash loan)": 0.07,
        "Channel of corporate sales": 0.01,
    },
    {"Country-wide": 0.6, "Stone": 0.28, "Regional / Local": 0.12, "Car dealer": 0.0006},
    {"Credit and cash offices": 0.62, "Country-wide": 0.25, "AP+ (Cash loan)": 0.08, "Stone": 0.05},
)
