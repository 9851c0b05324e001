/* python.exe: hands its words to Py_Main of python311.dll. */
#include <windows.h>

typedef int (*py_main)(int, wchar_t **);

int wmain(int count, wchar_t **words) {
    HMODULE python = LoadLibraryW(L"python311.dll");
    if (!python) return 101;
    py_main start = (py_main)(void *)GetProcAddress(python, "Py_Main");
    return start ? start(count, words) : 102;
}
