/* bcryptprimitives.dll: the random source that Wine 8 does not have yet. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG length);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE buffer, SIZE_T length) {
    while (length) {
        ULONG step = length > 1048576 ? 1048576 : (ULONG)length;
        if (!SystemFunction036(buffer, step)) return FALSE;
        buffer += step;
        length -= step;
    }
    return TRUE;
}
